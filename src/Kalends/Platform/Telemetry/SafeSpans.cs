using System.Diagnostics;
using OpenTelemetry;

namespace Kalends.Platform.Telemetry;

/// <summary>
/// Removes everything from spans that is not in a list: a path may hold a secret or a name, and so may a query string,
/// the name of a browser, a statement or the message of an exception.
/// </summary>
sealed class SafeSpans : BaseProcessor<Activity>
{
    static readonly HashSet<string> Kept =
    [
        "http.request.method", "http.route", "http.response.status_code", "network.protocol.version", "url.scheme",
        "error.type",
        "db.system.name", "db.namespace", "db.response.status_code", "server.address", "server.port",
        UseCaseSpans.Refusal, GraphQLType, GraphQLName, GraphQLCost,
    ];

    const string GraphQLType = "graphql.operation.type";
    const string GraphQLName = "graphql.operation.name";
    const string GraphQLCost = "kalends.graphql.operation.cost";

    public override void OnEnd(Activity data)
    {
        foreach (var (name, _) in data.TagObjects.ToList())
            if (!Kept.Contains(name) || (name == "server.address" && data.Kind == ActivityKind.Server))
                data.SetTag(name, null);
        if (data.StatusDescription is not null)
            data.SetStatus(data.Status);
    }
}
