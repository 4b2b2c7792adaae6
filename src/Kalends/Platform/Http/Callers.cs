using System.Runtime.ExceptionServices;
using Kalends.Platform.Calls;

namespace Kalends.Platform.Http;

/// <summary>Watches over those who have been let in.</summary>
interface IBearers
{
    /// <summary>Watches over what goes on for a caller: it ends when their token is good no more.</summary>
    IWatch Watch(Caller caller);
}

/// <summary>A watch over something that goes on; whoever has it disposes of it at its end.</summary>
interface IWatch : IDisposable
{
    /// <summary>Is cancelled once the caller's token is good no more.</summary>
    CancellationToken Ended { get; }
}

/// <summary>The caller of a request, as the framework's authentication has found them, and what they may do.</summary>
static class Callers
{
    public const string SignIn = "POST /v1/auth/token with a username and a password answers an access token; send " +
        "it along as Authorization: Bearer <token>.";

    /// <summary>
    /// Refuses who has no good token where one is wanted, and whose roles do not reach anything with this access.
    /// </summary>
    public static RowScope Require(HttpContext http, Access access)
    {
        var caller = Of(http);
        if (access.NeedsToken && !caller.IsKnown)
            ExceptionDispatchInfo.Throw(http.Features.Get<NotLetIn>()?.Why
                ?? new Refused(Reason.Unauthenticated, "token_missing", $"Sign in first. {SignIn}"));
        var scope = access.Of(caller);
        return access.NeedsToken && scope == RowScope.Nothing
            ? throw Refused.Forbidden("Your role does not allow this.")
            : scope;
    }

    public static void LetIn(HttpContext http, Caller caller) => http.Features.Set(caller);

    /// <summary>Keeps why a token is not good, for a route that wants one.</summary>
    public static void Refuse(HttpContext http, Exception why) => http.Features.Set(new NotLetIn(why));

    public static Caller Of(HttpContext http) => http.Features.Get<Caller>() ?? Caller.Nobody;

    /// <summary>What limits tell callers apart by: the user, or the network of who is not known.</summary>
    public static string KeyOf(HttpContext http) =>
        Of(http) is { IsKnown: true } caller ? caller.UserId : Network.Of(http.Connection.RemoteIpAddress);

    sealed record NotLetIn(Exception Why);
}
