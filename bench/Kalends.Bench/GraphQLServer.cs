using System.Globalization;
using Kalends.Platform.GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Kalends.Bench;

/// <summary>Kestrel with the product's GraphQL endpoint on data in memory, and nothing else.</summary>
static class GraphQLServer
{
    public const string Word = "graphql";

    /// <summary>An address that answers as soon as the server does.</summary>
    public const string Ready = "/?query={__typename}";

    public static async Task<int> Serve(string url, string rows)
    {
        var graph = GraphQLWorld.Http(int.Parse(rows, CultureInfo.InvariantCulture));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        await using var app = builder.Build();
        app.Run(http => GraphEndpoint.Serve(http, graph, host: null));
        await app.RunAsync();
        return 0;
    }
}
