using System.Text.RegularExpressions;
using Kalends.Tests.Contracts;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Telemetry;

/// <summary>The measurements of a server, as a collector gets them and as Prometheus reads them.</summary>
public abstract partial class MetricTests
{
    readonly WatchedServer _watched;

    protected MetricTests(WatchedServer watched)
    {
        watched.RequireEngine();
        _watched = watched;
    }

    /// <summary>The metrics that only the other engine has.</summary>
    private protected abstract string[] Absent { get; }

    [Fact]
    public async Task Every_metric_of_ours_stands_in_the_operators_table_with_its_unit_and_its_sentence()
    {
        (await _watched.Admin.Ask("{ me { username } }")).Is(200);
        await _watched.Collector.Metric("kalends.graphql.operation.cost");
        await _watched.Collector.Metric("kalends.job.last_success");
        await _watched.Collector.Metric("kalends.holds");
        await _watched.Collector.Metric("kalends.month_totals.unfolded");

        var exported = _watched.Collector.Points
            .Where(point => point.Name.StartsWith("kalends.", StringComparison.Ordinal))
            .Select(point => $"| `{point.Name}` | {point.Unit} | {point.Description} |")
            .Distinct().Order(StringComparer.Ordinal);
        var documented = Row().Matches(SourceTree.Read("docs/operate.md"))
            .Where(row => !Absent.Contains(row.Groups[1].Value)
                && !row.Groups[1].Value.StartsWith("kalends.storage.replica.", StringComparison.Ordinal))
            .Select(row => row.Value).Order(StringComparer.Ordinal);

        Assert.Equal(documented, exported);
    }

    [Theory]
    [InlineData("http.server.request.duration")]
    [InlineData("http.server.active_requests")]
    [InlineData("kestrel.active_connections")]
    [InlineData("dotnet.process.cpu.time")]
    public async Task The_frameworks_own_metrics_are_exported_too(string name) =>
        Assert.NotEmpty(await _watched.Collector.Metric(name));

    [Fact]
    public async Task Requests_are_counted_by_the_template_of_their_route_and_their_status()
    {
        (await _watched.Admin.Get("/v1/providers/1")).Is(200);
        (await _watched.Admin.Get("/v1/providers/999999")).Is(404);
        (await _watched.Admin.Get("/nowhere/at/all")).Is(404);

        foreach (var status in (string[])["200", "404"])
            Assert.NotEmpty(await _watched.Collector.Metric("http.server.request.duration", point =>
                point.Attributes.GetValueOrDefault("http.route") == "/v1/providers/{id}"
                && point.Attributes["http.response.status_code"] == status));
        Assert.DoesNotContain(_watched.Collector.Points, point =>
            point.Attributes.Values.Any(value => value.Contains("nowhere", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Holds_are_counted_while_they_are_live()
    {
        var slots = (await _watched.Admin.Get("/v1/providers/1/slots")).Is(200)["items"]!.AsArray();
        var client = (await _watched.Admin.Post("/v1/clients", new { first_name = "A", last_name = "B" })).Is(201).Id;
        var slot = (long)slots[^1]!["id"]!;

        (await _watched.Admin.Post("/v1/reservations", new { slot_id = slot, client_id = client })).Is(201);

        Assert.NotEmpty(await _watched.Collector.Metric(
            "kalends.holds", point => point is { Value: >= 1 } && point.Attributes["kalends.hold.state"] == "live"));
    }

    [Fact]
    public async Task The_cost_of_a_GraphQL_operation_is_measured_by_its_type()
    {
        (await _watched.Admin.Ask("{ providers(first: 2) { edges { node { name } } } }")).Is(200);

        Assert.NotEmpty(await _watched.Collector.Metric("kalends.graphql.operation.cost", point =>
            point.Attributes["graphql.operation.type"] == "query" && point.Value > 1_000));
    }

    [Fact]
    public async Task Rounds_of_the_sweeper_are_measured_and_their_last_success_is_told()
    {
        var rounds = await _watched.Collector.Metric("kalends.job.duration", Sweeper);
        var success = await _watched.Collector.Metric("kalends.job.last_success", Sweeper);
        var age = DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds((long)(success[^1].Value * 1000));

        Assert.All(rounds, round => Assert.False(round.Attributes.ContainsKey("error.type")));
        Assert.InRange(age, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));

        static bool Sweeper(OtlpListener.Point point) =>
            point.Attributes["kalends.job.name"] == "ExpireReservations.Sweep";
    }

    [Fact]
    public async Task Open_streams_are_counted()
    {
        await using (await Listener.Open(
            new Uri(_watched.Server.Address, "/v1/events/stream"), _watched.Admin.Token))
            Assert.NotEmpty(await _watched.Collector.Metric("kalends.streams.open", point => point.Value == 1));
    }

    [Fact]
    public async Task The_process_says_who_it_is()
    {
        await _watched.Collector.Metric("kalends.holds");

        Assert.Equal("kalends", _watched.Collector.Resource["service.name"]);
        Assert.StartsWith("0.", _watched.Collector.Resource["service.version"], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\| `(kalends\.[a-z._]+)` \| .* \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}

public sealed class MetricTestsOnSqlite(WatchedSqlite watched) : MetricTests(watched), IClassFixture<WatchedSqlite>
{
    private protected override string[] Absent => [];

    [Fact]
    public async Task Each_commit_of_the_write_lane_is_measured_with_its_size_and_its_time()
    {
        var before = (await watched.Collector.Metric("kalends.storage.write.group.size"))[^1].Count;
        for (var i = 0; i < 3; i++)
            (await watched.Admin.Post("/v1/clients", new { first_name = "A", last_name = "B" })).Is(201);

        Assert.NotEmpty(await watched.Collector.Metric(
            "kalends.storage.write.group.size", point => point.Count >= before + 3 && point.Value >= point.Count));
        Assert.NotEmpty(await watched.Collector.Metric(
            "kalends.storage.write.flush.duration", point => point.Count >= before + 3 && point.Value > 0));
    }
}

public sealed class MetricTestsOnPostgres(WatchedPostgres watched)
    : MetricTests(watched), IClassFixture<WatchedPostgres>
{
    private protected override string[] Absent =>
    [
        "kalends.storage.readers.busy", "kalends.storage.readers.limit", "kalends.storage.write.flush.duration",
        "kalends.storage.write.group.size", "kalends.storage.write.waiting", "kalends.storage.write.waiting.limit",
    ];

    [Theory]
    [InlineData("db.client.connection.count")]
    [InlineData("db.client.connection.max")]
    public async Task The_pool_of_connections_is_measured_under_a_name_without_its_address(string name)
    {
        var points = await watched.Collector.Metric(name);

        Assert.NotEmpty(points);
        Assert.All(points, point => Assert.Equal("kalends", point.Attributes["db.client.connection.pool.name"]));
    }
}
