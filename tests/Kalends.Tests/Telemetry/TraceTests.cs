using System.Diagnostics;
using System.Text.Json;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Telemetry;

/// <summary>What a collector of OpenTelemetry gets to see of requests.</summary>
public abstract class TraceTests
{
    const int Internal = 1;
    const int Server = 2;
    const int Client = 3;
    const int Unset = 0;

    readonly WatchedServer _watched;

    protected TraceTests(WatchedServer watched)
    {
        watched.RequireEngine();
        _watched = watched;
    }

    private protected abstract string System { get; }

    [Fact]
    public async Task A_read_is_a_span_of_its_route_with_its_use_case_and_its_statements()
    {
        var (answer, spans) = await Traced(HttpMethod.Get, "/v1/clients?limit=3");
        var route = Only(spans, Server);
        var useCase = Only(spans, Internal);

        answer.Is(200);
        Assert.Equal(("GET /v1/clients", Parent), (route.Name, route.ParentId));
        Assert.Equal("""
            http.request.method=GET http.response.status_code=200 http.route=/v1/clients network.protocol.version=1.1
            """ + $" server.port={_watched.Server.Address.Port} url.scheme=http", Shown(route));
        Assert.Equal(("listClients", route.Id, ""), (useCase.Name, useCase.ParentId, Shown(useCase)));
        Assert.All(spans.Where(span => span.Kind == Client), statement =>
        {
            Assert.Equal(IsOfTheToken(statement) ? route.Id : useCase.Id, statement.ParentId);
            Assert.Matches(@"^[A-Z]\w+\.[A-Z]\w+$", statement.Name);
            Assert.Equal(System, statement.Attributes["db.system.name"]);
            Assert.InRange(statement.Start, route.Start, route.End);
            Assert.InRange(statement.End, statement.Start, route.End);
        });
        Assert.Contains(spans, span => span.Name == "ListQuery.Compile");
    }

    [Fact]
    public async Task The_statements_of_a_write_belong_to_the_use_case_that_asked_for_it()
    {
        var (answer, spans) = await Traced(
            HttpMethod.Post, "/v1/clients", Wire.Body("""{"first_name":"Ada","last_name":"Lovelace"}"""));
        var useCase = Only(spans, Internal);

        answer.Is(201);
        Assert.Equal("createClient", useCase.Name);
        Assert.Contains(spans, span => span.Name == "ClientEntry.InsertRow");
        Assert.All(
            spans.Where(span => span.Kind == Client && !IsOfTheToken(span)),
            statement => Assert.Equal(useCase.Id, statement.ParentId));
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_not_an_error()
    {
        var (answer, spans) = await Traced(HttpMethod.Get, "/v1/clients/999999");
        var (route, useCase) = (Only(spans, Server), Only(spans, Internal));

        answer.IsRefused(404, "not_found");
        Assert.Equal("not_found", useCase.Attributes["kalends.refusal"]);
        Assert.Equal("/v1/clients/{id}", route.Attributes["http.route"]);
        Assert.Equal((Unset, Unset), (route.Status, useCase.Status));
    }

    [Fact]
    public async Task A_GraphQL_operation_has_its_name_and_its_cost_and_its_fields_have_spans()
    {
        const string document = """
            query Calendar($first: Int) {
              me { username }
              providers(first: $first) { edges { node { slots { slotId } } } }
            }
            """;
        var (answer, spans) = await Traced(HttpMethod.Post, "/graphql", Wire.Body(
            JsonSerializer.Serialize(new { query = document, variables = new { first = 2 } })));
        var operation = Assert.Single(spans, span => span.Source == "Kalends.GraphQL");
        var fields = spans.Where(span => span.Source == "Kalends.UseCases").ToList();

        answer.Is(200);
        Assert.Null(answer["errors"]);
        Assert.Equal(("query Calendar", Only(spans, Server).Id), (operation.Name, operation.ParentId));
        Assert.Equal(
            ["graphql.operation.name", "graphql.operation.type", "kalends.graphql.operation.cost"],
            operation.Attributes.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(int.Parse(operation.Attributes["kalends.graphql.operation.cost"]), 1_000, 100_000);
        Assert.Equal(
            ["Provider.slots", "getCurrentUser", "searchProvidersWalk"],
            fields.Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.All(fields, field => Assert.Equal(operation.Id, field.ParentId));
    }

    [Fact]
    public async Task A_caller_who_does_not_trace_a_request_is_followed()
    {
        var (_, left) = (await Send(HttpMethod.Get, "/v1/clients", null, "00"), _traceId);
        await Traced(HttpMethod.Get, "/v1/clients");

        Assert.DoesNotContain(_watched.Collector.Spans, span => span.TraceId == left);
    }

    [Fact]
    public async Task The_log_has_the_trace_and_the_span_of_a_request()
    {
        var (_, spans) = await Traced(HttpMethod.Get, "/v1/clients");
        var line = await _watched.Server.Line(line => line.Contains(_traceId, StringComparison.Ordinal));

        Assert.Contains(
            $"\"trace_id\":\"{_traceId}\",\"span_id\":\"{Only(spans, Server).Id}\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_round_of_a_recurring_job_is_a_trace()
    {
        var spans = await Patience.Until(
            () => Task.FromResult(_watched.Collector.Spans),
            spans => spans.Any(span => span.Name == "ExpireReservations.Sweep"));
        var round = spans.First(span => span.Name == "ExpireReservations.Sweep");

        Assert.Equal(("", Internal), (round.ParentId, round.Kind));
        Assert.Contains(
            _watched.Collector.Spans,
            span => span.ParentId == round.Id && span.Name == "ExpireReservations.AnyLapsed");
        // Polls in the background would each be a trace of one statement.
        Assert.All(spans.Where(span => span.ParentId == ""), span => Assert.NotEqual(Client, span.Kind));
    }

    const string Parent = "00f067aa0ba902b7";

    string _traceId = "";

    async Task<(Answer Answer, IReadOnlyList<OtlpListener.Span> Spans)> Traced(
        HttpMethod method, string path, HttpContent? body = null)
    {
        var answer = await Send(method, path, body, "01");
        var spans = await _watched.Collector.Trace(_traceId, spans => spans.Any(span => span.Kind == Server));
        return (answer, spans);
    }

    Task<Answer> Send(HttpMethod method, string path, HttpContent? body, string flags)
    {
        _traceId = ActivityTraceId.CreateRandom().ToHexString();
        return _watched.Admin.Send(
            method, path, body, headers: ("traceparent", $"00-{_traceId}-{Parent}-{flags}"));
    }

    /// <summary>The first request for a while asks whether tokens have ended, before there is a use case.</summary>
    static bool IsOfTheToken(OtlpListener.Span statement) =>
        statement.Name.StartsWith("TokenVersions.", StringComparison.Ordinal);

    static OtlpListener.Span Only(IEnumerable<OtlpListener.Span> spans, int kind) =>
        Assert.Single(spans, span => span.Kind == kind);

    static string Shown(OtlpListener.Span span) => string.Join(' ', span.Attributes
        .OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"));
}

public sealed class TraceTestsOnSqlite(WatchedSqlite watched) : TraceTests(watched), IClassFixture<WatchedSqlite>
{
    private protected override string System => "sqlite";
}

public sealed class TraceTestsOnPostgres(WatchedPostgres watched) : TraceTests(watched), IClassFixture<WatchedPostgres>
{
    private protected override string System => "postgresql";
}
