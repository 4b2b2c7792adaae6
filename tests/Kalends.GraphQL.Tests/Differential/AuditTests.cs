using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Http;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>The published audits of GraphQL over HTTP, run against the engine behind a bare listener.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task All_audits_of_graphql_over_http_are_ok()
    {
        Oracle.Require();
        var engine = new GraphEngine(SdlSchema.Build("type Query { name: String }"));
        using var server = new LoopbackServer(new GraphHttp(engine));

        var report = await Oracle.Audit(server.Url);

        var lines = report.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines[..^1], line => Assert.StartsWith("ok ", line));
        Assert.Equal("61 of 61 ok", lines[^1]);
    }
}
