using Kalends.Platform.Calls;

namespace Kalends.Platform.Http;

/// <summary>The refusals that a route can give: those of its use case, and those of its shape.</summary>
sealed class RouteRefusals(IServiceProvider services, IBearers bearers)
{
    readonly ThrownRefusals _thrown = new(services);
    readonly HashSet<Refusal> _general =
    [
        .. Refusals.Of(typeof(PlatformErrors)), .. bearers.Refusals, .. bearers.OfTickets,
    ];

    /// <summary>Whether a refusal is independent of the use case.</summary>
    public bool IsGeneral(Refusal refusal) => _general.Contains(refusal);

    /// <summary>The refusals of a route by status, in the order of the catalogue.</summary>
    public IEnumerable<IGrouping<int, Refusal>> Of(Route route)
    {
        HashSet<Refusal> given = [.. _thrown.Of(route.UseCase), .. OfShape(route)];
        return Refusals.All.Where(given.Contains)
            .GroupBy(refusal => Problems.StatusOf(refusal.Reason))
            .OrderBy(status => status.Key);
    }

    IEnumerable<Refusal> OfShape(Route route) =>
    [
        PlatformErrors.BadRequest, PlatformErrors.SlowRequest, PlatformErrors.Timeout, PlatformErrors.OurFault,
        PlatformErrors.Starting,
        .. If(!route.IsProbe, [
            PlatformErrors.RateLimited, PlatformErrors.MemoryFull, PlatformErrors.StorageUnavailable]),
        .. If(route.Access.AsksCaller, bearers.Refusals),
        .. If(route.Access.NeedsToken, [PlatformErrors.TokenMissing]),
        .. If(route.Access is { NeedsToken: true, IsForAllRoles: false }, [PlatformErrors.RoleTooNarrow]),
        .. If(route.Access is { AsksCaller: true, Keys: KeyUse.ByScope }, [PlatformErrors.ScopeMissing]),
        .. If(route.Access.Keys == KeyUse.Never, [PlatformErrors.SignInNeeded]),
        .. If(route.Input.Members.Count > 0 || !route.Reading.PassesOverUnknown, [PlatformErrors.InvalidInput]),
        .. If(route.Reading.TakesBadPathForUnknown && route.Input.Members.Any(route.IsInPath),
            [PlatformErrors.NothingHere]),
        .. If(route.TakesBody, [
            PlatformErrors.BadJson, PlatformErrors.NameTwice, PlatformErrors.BadName, PlatformErrors.BodyTooLarge,
            PlatformErrors.WrongMediaType, PlatformErrors.EncodedBody, .. route.Reading.Refusals]),
        .. If(route.Input.Members.Any(member => member.Value.Header?.Names.Contains("If-Match") is true),
            [PlatformErrors.PreconditionFailed]),
        .. If(route.TakesIdempotencyKey, [
            PlatformErrors.BadIdempotencyKey, PlatformErrors.IdempotencyKeyReused, PlatformErrors.StillRunning]),
        .. If(route.Changes, [
            PlatformErrors.Contention, PlatformErrors.WriteQueueFull, PlatformErrors.OutcomeUnknown,
            PlatformErrors.ShuttingDown]),
        .. If(route.Changes || route.IsStream, [PlatformErrors.OnlyReads]),
        .. If(!route.Changes && !route.IsProbe, [PlatformErrors.AnswerTooLarge, PlatformErrors.Behind]),
        .. If(route.ToleratesLag, [PlatformErrors.BadBookmark]),
        .. If(route.IsHeavy, [PlatformErrors.TooManyAtOnce]),
        .. If(route.IsStream, [
            PlatformErrors.TooManyStreams, PlatformErrors.StreamsFull, .. bearers.OfTickets]),
        .. If(route.Output.IsDefined(typeof(FormatsAttribute), inherit: true), [PlatformErrors.NotAcceptable]),
    ];

    static IReadOnlyList<Refusal> If(bool applies, IReadOnlyList<Refusal> refusals) => applies ? refusals : [];
}
