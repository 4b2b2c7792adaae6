namespace Kalends.Platform.Http;

/// <summary>Marks an endpoint whose streams can be opened by a ticket in the query string.</summary>
/// <remarks>A browser's <c>EventSource</c> sends no headers, and so no token.</remarks>
sealed class StreamTicket
{
    /// <summary>The parameter of the query string.</summary>
    public const string Parameter = "ticket";

    public static readonly StreamTicket Taken = new();

    StreamTicket()
    {
    }

    /// <summary>The ticket of a request without a token, where tickets are taken; null if there is none.</summary>
    public static string? Of(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<StreamTicket>() is not null
        && http.Request.Query.TryGetValue(Parameter, out var given) && given.Count > 0
            ? given.ToString()
            : null;
}
