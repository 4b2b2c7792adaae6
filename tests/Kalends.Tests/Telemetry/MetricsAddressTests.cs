using System.Net;
using Kalends.Tests.Http;

namespace Kalends.Tests.Telemetry;

/// <summary>Measurements are served at an address of their own, if at all.</summary>
public sealed class MetricsAddressTests(WatchedSqlite watched) : IClassFixture<WatchedSqlite>
{
    static readonly HttpClient Http = new();

    [Fact]
    public async Task The_address_serves_measurements_and_nothing_else()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusOf("/metrics"));
        foreach (var path in (string[])["/", "/v1/me", "/livez", "/docs/index.html", "/graphql", "/metrics/more"])
            Assert.Equal((path, HttpStatusCode.NotFound), (path, await StatusOf(path)));
    }

    [Fact]
    public async Task The_server_itself_has_no_such_route_whoever_asks()
    {
        (await watched.Server.Nobody.Get("/metrics")).IsRefused(404, "not_found");
        (await watched.Admin.Get("/metrics")).IsRefused(404, "not_found");
    }

    [Theory]
    [InlineData("nowhere", "The server cannot listen at nowhere: an address is written http://localhost:5080")]
    [InlineData("https://127.0.0.1:0", "MetricsAddress begins with https")]
    public async Task An_address_that_cannot_be_served_is_refused_at_start(string address, string words)
    {
        var (code, said) = await ChildServer.RunToEnd($"--Kalends:Telemetry:MetricsAddress={address}");

        Assert.Equal(1, code);
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_refused_at_start()
    {
        var (code, said) = await ChildServer.RunToEnd(
            $"--Kalends:Telemetry:MetricsAddress=http://{watched.Metrics.Authority}");

        Assert.Equal(1, code);
        Assert.Contains("another program listens there already", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "collector:4317", "grpc", "OTEL_EXPORTER_OTLP_ENDPOINT is not an address such as http://localhost:4317.")]
    [InlineData("http://collector:4318", "http", "OTEL_EXPORTER_OTLP_PROTOCOL must be grpc or http/protobuf.")]
    public async Task A_collector_that_cannot_be_meant_is_refused_at_start(
        string endpoint, string protocol, string words)
    {
        var (code, said) = await ChildServer.RunToEnd(
            [("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol)]);

        Assert.Equal(1, code);
        Assert.Equal(words, said.Trim());
    }

    async Task<HttpStatusCode> StatusOf(string path)
    {
        using var answer = await Http.GetAsync(
            new Uri(watched.Metrics, path), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
