using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Platform.Http;

/// <summary>Knows the tokens of this installation.</summary>
interface IBearers
{
    /// <summary>Tells who stands behind a bearer token, or refuses the token.</summary>
    ValueTask<Caller> Identify(string token, Instant now, CancellationToken cancel);

    /// <summary>Watches over what goes on for a caller: it ends when their token is good no more.</summary>
    IWatch Watch(Caller caller);
}

/// <summary>A watch over something that goes on; whoever has it disposes of it at its end.</summary>
interface IWatch : IDisposable
{
    /// <summary>Is cancelled once the caller's token is good no more.</summary>
    CancellationToken Ended { get; }
}

/// <summary>Finds the caller of a request by its Authorization header (RFC 6750).</summary>
static class Callers
{
    const string Scheme = "Bearer ";
    const string SignIn = "POST /v1/auth/token with a username and a password answers an access token; send it along " +
        "as Authorization: Bearer <token>.";

    /// <summary>Reads the token once, before limits and logs want to know whose request it is.</summary>
    public static IApplicationBuilder UseCallers(this IApplicationBuilder app)
    {
        var bearers = app.ApplicationServices.GetRequiredService<IBearers>();
        var clock = app.ApplicationServices.GetRequiredService<TimeProvider>();
        return app.Use(async (http, next) =>
        {
            http.Features.Set(await Identify(http, bearers, Instant.From(clock.GetUtcNow())));
            await next(http);
        });
    }

    /// <summary>
    /// The caller of a request to a route with this access; refused where it wants a token and has no good one.
    /// </summary>
    static Caller Of(HttpContext http, Access access)
    {
        var identity = http.Features.Get<Identity>()!;
        if (access.NeedsToken && identity.Refused is not null)
            throw identity.Refused;
        return identity.Caller;
    }

    /// <summary>
    /// Refuses who has no good token where one is wanted, and whose roles do not reach anything with this access.
    /// </summary>
    public static RowScope Require(HttpContext http, Access access)
    {
        var scope = access.Of(Of(http, access));
        return access.NeedsToken && scope == RowScope.Nothing
            ? throw Refused.Forbidden("Your role does not allow this.")
            : scope;
    }

    public static Caller Of(HttpContext http) => http.Features.Get<Identity>()?.Caller ?? Caller.Nobody;

    /// <summary>What limits tell callers apart by: the user, or the network of who is not known.</summary>
    public static string KeyOf(HttpContext http) =>
        Of(http) is { IsKnown: true } caller ? caller.UserId : Network.Of(http.Connection.RemoteIpAddress);

    static async ValueTask<Identity> Identify(HttpContext http, IBearers bearers, Instant now)
    {
        // Who asks for what is open to all need not be known, and so not looked up.
        var isOpen = http.GetEndpoint()?.Metadata.GetMetadata<Route>() is { Access.NeedsToken: false };
        var header = isOpen ? "" : http.Request.Headers.Authorization.ToString();
        // The scheme alone is what a page sends before anybody has entered a token.
        if (header.Length == 0 || header.Equals(Scheme.Trim(), StringComparison.OrdinalIgnoreCase))
            return new Identity(Caller.Nobody, Unauthenticated("token_missing", $"Sign in first. {SignIn}"));
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return new Identity(Caller.Nobody, Unauthenticated(
                "token_invalid", $"The Authorization header must begin with Bearer. {SignIn}"));

        try
        {
            return new Identity(await bearers.Identify(header[Scheme.Length..].Trim(), now, http.RequestAborted), null);
        }
        catch (Refused refused)
        {
            return new Identity(Caller.Nobody, refused);
        }
    }

    static Refused Unauthenticated(string code, string message) => new(Reason.Unauthenticated, code, message);

    sealed record Identity(Caller Caller, Refused? Refused);
}
