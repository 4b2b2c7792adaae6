using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Services;
using NodaTime.Text;

namespace Kalends.Scheduling.Explaining;

/// <summary>A moment at which a reservation is wanted, and all that decides about it.</summary>
/// <param name="At">The moment.</param>
/// <param name="Service">The service that is wanted; null for a single slot.</param>
/// <param name="Policy">The rules of booking.</param>
/// <param name="Offered">What the provider offers at the moment.</param>
/// <param name="Calendar">The calendar around the moment, without holds that have lapsed.</param>
/// <param name="Rules">What a start must fulfil.</param>
/// <param name="Next">The next start that can be reserved.</param>
sealed record AskedStart(
    Instant At, Service? Service, Policy Policy, OfferedTime Offered, Calendar Calendar, StartRules Rules,
    SlotView? Next)
{
    static readonly TimeSpan NextWithin = TimeSpan.FromDays(31);

    public static async Task<AskedStart> Load(
        Session session, Call call, ExplainSlot.Input input, Instant at, Policy policy)
    {
        var provider = input.ProviderId;
        var service = input.ServiceId is { } id ? await ReadService.Find(session, call, id) : null;
        var (calendar, rules, _) =
            await Starts.Load(session, call, provider, new Interval(at, at + Instants.Moment), service);
        var offered = await OfferedTime.Find(session, provider, at, service);
        return new AskedStart(
            at, service, policy, offered,
            calendar with { Busy = calendar.Busy.Where(busy => !busy.IsLapsed(call.Now)).ToList() }, rules,
            offered.Includes(service) ? await FindNext(session, call, provider, at, service) : null);
    }

    static async Task<SlotView?> FindNext(
        Session session, Call call, long provider, Instant at, Service? service)
    {
        var from = Instant.Max(at + Instants.Moment, call.Now);
        var starts = await Starts.Load(session, call, provider, new Interval(from, from + NextWithin), service);
        return starts.Free().Cast<Slot?>().FirstOrDefault()?.View();
    }

    /// <summary>The slot that starts at the moment, whether or not it can be reserved.</summary>
    Slot? Slot => SlotIn(Calendar, Rules);

    /// <summary>The ids of the reservations that are in the way.</summary>
    public IReadOnlyList<long> ReservationsInTheWay =>
        InTheWay().Select(slot => slot.ReservationId).OfType<long>().ToList();

    public Explanation Explain(ExplainSlot.Input asked, IReadOnlyDictionary<long, Reservation> seen)
    {
        var obstacles = Obstacles(seen).Distinct().ToList();
        return new Explanation(
            asked.ProviderId, asked.ServiceId, At,
            LocalDateTimePattern.GeneralIso.Format(At.InZone(Policy.Zone).LocalDateTime), Policy.Zone.Id,
            obstacles.Count == 0, Slot?.View(), obstacles, Next);
    }

    IEnumerable<Obstacle> Obstacles(IReadOnlyDictionary<long, Reservation> seen) => Offered
        .Obstacles(Service, At, Slot)
        .Concat(InTheWay().Select(slot => Obstacle.Of(slot, Policy, Rules.Now, seen)));

    /// <summary>
    /// The judgement of the start, once for each cause: what is found is taken away, until the start is free.
    /// </summary>
    IEnumerable<Slot> InTheWay()
    {
        var (calendar, rules) = (Calendar, Rules);
        if (Slot is null)
            calendar = calendar with { Openings = [Imagined()] };
        if (Offered.IsInactive)
            calendar = calendar with { Closures = [] };
        while (SlotIn(calendar, rules) is { State: not SlotState.Free } slot)
        {
            yield return slot;
            (calendar, rules) = Without(slot, calendar, rules);
        }
    }

    Slot? SlotIn(Calendar calendar, StartRules rules) =>
        calendar.Slots(new Interval(At, At + Instants.Moment), rules).Cast<Slot?>().FirstOrDefault();

    /// <summary>An opening at the moment, so that other causes are found where nothing is offered.</summary>
    Opening Imagined()
    {
        var length = Service?.Fit.Length ?? Offered.Opening?.SlotLength ?? TimeSpan.FromMinutes(5);
        return new Opening(0, 0, At, At + length, length);
    }

    static (Calendar Calendar, StartRules Rules) Without(Slot cause, Calendar calendar, StartRules rules) =>
        cause.State switch
        {
            SlotState.Held or SlotState.Booked => (calendar with
            {
                Busy = calendar.Busy.Where(busy => busy.ReservationId != cause.ReservationId).ToList(),
            }, rules),
            SlotState.Closed => (calendar with { Closures = [] }, rules),
            SlotState.OffStep => (calendar, rules with { Step = TimeSpan.Zero }),
            SlotState.TooSoon => (calendar, rules with { Now = Instants.Earliest, Earliest = Instants.Earliest }),
            SlotState.TooFar => (calendar, rules with { Latest = Instants.Latest }),
            _ => (calendar, rules with { Booked = null }),
        };
}
