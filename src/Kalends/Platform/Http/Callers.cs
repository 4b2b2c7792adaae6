using System.Runtime.ExceptionServices;
using Kalends.Platform.Calls;

namespace Kalends.Platform.Http;

/// <summary>Watches the tokens of callers whose requests go on.</summary>
interface IBearers
{
    /// <summary>The refusals of tokens and API keys that are not valid.</summary>
    IReadOnlyList<Refusal> Refusals { get; }

    /// <summary>The refusals of tickets that are not valid, on routes that stream.</summary>
    IReadOnlyList<Refusal> OfTickets { get; }

    /// <summary>Watches a long-running answer for a caller; it ends when their token is no longer valid.</summary>
    IWatch Watch(Caller caller);
}

/// <summary>A watch over a long-running answer; its owner disposes of it at the end.</summary>
interface IWatch : IDisposable
{
    /// <summary>Cancelled once the caller's token is no longer valid.</summary>
    CancellationToken Ended { get; }
}

/// <summary>
/// The caller of a request, as the framework's authentication found them, and the rows they may touch.
/// </summary>
static class Callers
{
    /// <summary>
    /// Refuses callers with an invalid token, callers without one if one is required, and callers whose API key or
    /// whose roles do not allow this access.
    /// </summary>
    public static RowScope Require(HttpContext http, Access access, KeyScope ofKeys)
    {
        var caller = Of(http);
        if (access.AsksCaller && !caller.IsKnown && http.Features.Get<NotLetIn>() is { } refused)
            ExceptionDispatchInfo.Throw(refused.Why);
        if (access.NeedsToken && !caller.IsKnown)
            throw PlatformErrors.TokenMissing.Refused();
        access.RefuseKey(caller, ofKeys);
        var scope = access.Of(caller);
        return access.NeedsToken && scope == RowScope.Nothing
            ? throw PlatformErrors.RoleTooNarrow.Refused()
            : scope;
    }

    public static void LetIn(HttpContext http, Caller caller)
    {
        http.Features.Set(caller);
        http.Features.Set<NotLetIn>(null);
    }

    /// <summary>Stores the reason why a token is invalid, for a route that requires one.</summary>
    public static void Refuse(HttpContext http, Exception why) => http.Features.Set(new NotLetIn(why));

    public static Caller Of(HttpContext http) => http.Features.Get<Caller>() ?? Caller.Nobody;

    /// <summary>
    /// The name by which limits distinguish callers: the user, each of their API keys, or the network of an unknown
    /// caller.
    /// </summary>
    public static string NameOf(HttpContext http) => Of(http) switch
    {
        { Key: { } key } => key.Name,
        { IsKnown: true } caller => caller.UserId,
        _ => Network.Of(http.Connection.RemoteIpAddress),
    };

    sealed record NotLetIn(Exception Why);
}
