using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling;

/// <summary>A period in which no slot of a provider can be reserved.</summary>
/// <param name="Id">The id of the closure.</param>
/// <param name="ProviderId">The provider whose time is closed.</param>
/// <param name="StartsAt">The start of the period.</param>
/// <param name="EndsAt">The end of the period.</param>
/// <param name="Reason">The reason, for those who keep the calendar.</param>
sealed record Closure(long Id, long ProviderId, Instant StartsAt, Instant EndsAt, string Reason)
{
    /// <summary>The event about this closure, without its reason.</summary>
    public DomainEvent Event(string verb) => new("scheduling", $"calendar.{verb}", $"provider/{ProviderId}", new Facts(
        Id, ProviderId, StartsAt, EndsAt))
    {
        ProviderId = ProviderId,
    };

    sealed record Facts(long Id, long ProviderId, Instant StartsAt, Instant EndsAt);

    public static Closure Read(Row row) => new(
        row.Long("id"), row.Long("provider_id"), row.At("starts_at"), row.At("ends_at"), row.Text("reason"));
}

/// <summary>Closes a period of a provider's time, for example for something urgent.</summary>
static class CloseStretch
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="StartsAt">The start of the period.</param>
    /// <param name="EndsAt">The end of the period, at most 366 days after its start.</param>
    /// <param name="Reason">
    /// The reason, for those who keep the calendar; reservations that are cancelled for the closure carry it too.
    /// </param>
    /// <param name="CancelReservations">
    /// Whether live reservations in the period are cancelled; otherwise the request is refused while there are any.
    /// </param>
    public sealed record Input(
        [Id] long ProviderId, Instant StartsAt, Instant EndsAt, [Text(0, 500)] string Reason = "",
        bool CancelReservations = false);

    /// <param name="Closure">The new closure.</param>
    /// <param name="Cancelled">The reservations that were cancelled for it.</param>
    public sealed record Closed(Closure Closure, IReadOnlyList<Reservation> Cancelled);

    static readonly TimeSpan LengthMax = TimeSpan.FromDays(366);

    public static Task<Answer<Closed>> Run(Input input, Call call)
    {
        var errors = new ValidationErrors();
        if (input.EndsAt <= input.StartsAt)
            errors.Add("/ends_at", FaultCode.EndBeforeStart, "ends_at must be after starts_at.");
        else if (input.EndsAt.Since(input.StartsAt) > LengthMax)
            errors.Add("/ends_at", FaultCode.TooLong, $"At most {LengthMax.TotalDays} days can be closed at once.");
        errors.ThrowIfAny();
        return call.Write(session => Store(session, input, call));
    }

    static async Task<Closed> Store(Session session, Input input, Call call)
    {
        Calendars.Hold(session, input.ProviderId);
        await Provider.CheckAuthority(session, call, input.ProviderId);
        var cancelled = await Clearing.Clear(
            session, call, input.ProviderId, new Interval(input.StartsAt, input.EndsAt), input.CancelReservations,
            input.Reason.Length > 0 ? input.Reason : "The provider is not available.");

        var closure = await session.One(Insert, Closure.Read, ("provider", input.ProviderId),
            ("starts", input.StartsAt), ("ends", input.EndsAt), ("reason", input.Reason), ("now", call.Now));
        await ProviderLog.Append(session, call, closure!.Event("closed"));
        return new Closed(closure, cancelled);
    }

    static readonly Sql Insert = new("""
        INSERT INTO closures (provider_id, starts_at, ends_at, reason, created_at)
        VALUES (@provider, @starts, @ends, @reason, @now)
        RETURNING id, provider_id, starts_at, ends_at, reason
        """);
}

/// <summary>Lifts a closure, so that the slots in it can be reserved again.</summary>
static class ReopenStretch
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="ClosureId">The id of the closure.</param>
    public sealed record Input([Id] long ProviderId, [Id] long ClosureId);

    public static Task<Answer<Closure>> Run(Input input, Call call) => call.Write(async session =>
    {
        await Provider.CheckAuthority(session, call, input.ProviderId);
        var lifted = await session.One(
            Delete, Closure.Read, ("closure", input.ClosureId), ("provider", input.ProviderId))
            ?? throw SchedulingErrors.NoSuchClosure.Refused();
        await ProviderLog.Append(session, call, lifted.Event("reopened"));
        return lifted;
    });

    static readonly Sql Delete = new("""
        DELETE FROM closures
        WHERE id = @closure AND provider_id = @provider
        RETURNING id, provider_id, starts_at, ends_at, reason
        """);
}

/// <summary>Lists the closures of a provider that end after an instant, in the order of their ends.</summary>
static class ListClosures
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="From">Only closures that end after this instant; the default is now.</param>
    public sealed record Input([Id] long ProviderId, Instant? From = null);

    public static Task<Page<Closure>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        await Provider.CheckAuthority(session, call, input.ProviderId);
        return await new ListQuery<Closure>(ByEnd, Closure.Read, Columns, "closures")
            .Where("provider_id = {0}", input.ProviderId)
            .Where("ends_at > {0}", input.From ?? call.Now)
            .Page(session, page);
    });

    const string Columns = "id, provider_id, starts_at, ends_at, reason";

    static readonly Keyset<Closure> ByEnd = new("ends_at",
        new Key<Closure>("ends_at", closure => closure.EndsAt.Micros), new Key<Closure>("id", closure => closure.Id));
}
