using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kalends.Tests.Contracts;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Telemetry;

/// <summary>A real Prometheus scrapes the servers and answers the queries of the dashboard.</summary>
public sealed partial class DashboardTests(WatchedSqlite sqlite, WatchedPostgres postgres)
    : IClassFixture<WatchedSqlite>, IClassFixture<WatchedPostgres>
{
    [Fact]
    public async Task Every_query_of_the_dashboard_is_valid_and_asks_for_measurements_that_are_there()
    {
        postgres.RequireEngine();
        foreach (var admin in (Visitor[])[sqlite.Admin, postgres.Admin])
            (await admin.Ask("{ me { username } }")).Is(200);
        await using var prometheus = await PrometheusServer.Start(sqlite.Metrics, postgres.Metrics);
        await prometheus.Value("count(kalends_holds{kalends_hold_state=\"live\"})", value => value == 2);

        foreach (var query in Queries())
        {
            await prometheus.Query(query.Replace("$instance", ".*").Replace("$__rate_interval", "1m"));
            foreach (var metric in Metric().Matches(query).Select(match => match.Value).Except([WhenWaiting]))
                Assert.True((await prometheus.Query($"count({metric})")).Count > 0, $"{metric} is not there: {query}");
        }
    }

    [Fact]
    public async Task Prometheus_answers_how_many_requests_a_route_had()
    {
        await using var prometheus = await PrometheusServer.Start(sqlite.Metrics);
        for (var i = 0; i < 3; i++)
            (await sqlite.Admin.Get("/v1/me")).Is(200);

        Assert.Equal(3, await prometheus.Value(
            """sum(http_server_request_duration_seconds_count{http_route="/v1/me", http_response_status_code="200"})""",
            value => value == 3));
    }

    // It is there from the first wait on; AlertTests makes one.
    const string WhenWaiting = "db_client_connection_npgsql_pending_requests";

    static List<string> Queries() =>
        JsonNode.Parse(SourceTree.Read("deploy/grafana/kalends.json"))!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
            .Select(target => (string)target!["expr"]!)
            .ToList();

    [GeneratedRegex(@"\b(kalends|http_server|kestrel|aspnetcore|dotnet|db_client)_\w+(?=\{)")]
    private static partial Regex Metric();
}
