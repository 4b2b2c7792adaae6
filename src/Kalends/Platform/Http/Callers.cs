using System.Net;
using System.Net.Sockets;
using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Platform.Http;

/// <summary>Tells who stands behind a bearer token, or refuses the token.</summary>
delegate Caller Authenticate(string token, Instant now);

/// <summary>Finds the caller of a request by its Authorization header (RFC 6750).</summary>
static class Callers
{
    const string Scheme = "Bearer ";
    const string SignIn = "POST /v1/auth/token with a username and a password answers an access token; send it along " +
        "as Authorization: Bearer <token>.";

    /// <summary>Reads the token once, before limits and logs want to know whose request it is.</summary>
    public static IApplicationBuilder UseCallers(this IApplicationBuilder app)
    {
        var authenticate = app.ApplicationServices.GetRequiredService<Authenticate>();
        var clock = app.ApplicationServices.GetRequiredService<TimeProvider>();
        return app.Use((http, next) =>
        {
            http.Features.Set(Identify(http, authenticate, Instant.From(clock.GetUtcNow())));
            return next(http);
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
    public static Reach Require(HttpContext http, Access access)
    {
        var reach = access.Of(Of(http, access));
        return access.NeedsToken && reach == Reach.Nothing
            ? throw Refused.Forbidden("Your role does not allow this.")
            : reach;
    }

    public static Caller Of(HttpContext http) => http.Features.Get<Identity>()?.Caller ?? Caller.Nobody;

    /// <summary>What limits tell callers apart by: the user, or the address of who is not known.</summary>
    public static string KeyOf(HttpContext http) =>
        Of(http) is { IsKnown: true } caller ? caller.UserId : AddressOf(http);

    /// <summary>Where a request comes from: of IPv6 the network of 64 bits, all of which one caller may have.</summary>
    static string AddressOf(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
            return "";
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]]).ToString()
            : address.ToString();
    }

    static Identity Identify(HttpContext http, Authenticate authenticate, Instant now)
    {
        var header = http.Request.Headers.Authorization.ToString();
        // The scheme alone is what a page sends before anybody has entered a token.
        if (header.Length == 0 || header.Equals(Scheme.Trim(), StringComparison.OrdinalIgnoreCase))
            return new Identity(Caller.Nobody, Unauthenticated("token_missing", $"Sign in first. {SignIn}"));
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return new Identity(Caller.Nobody, Unauthenticated(
                "token_invalid", $"The Authorization header must begin with Bearer. {SignIn}"));

        try
        {
            return new Identity(authenticate(header[Scheme.Length..].Trim(), now), null);
        }
        catch (Refused refused)
        {
            return new Identity(Caller.Nobody, refused);
        }
    }

    static Refused Unauthenticated(string code, string message) => new(Reason.Unauthenticated, code, message);

    sealed record Identity(Caller Caller, Refused? Refused);
}
