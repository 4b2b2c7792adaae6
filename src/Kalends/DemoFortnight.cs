using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Reimbursements.CareEvents;
using Kalends.Scheduling;
using Kalends.Scheduling.Cancelling;
using Kalends.Scheduling.Openings;
using Kalends.Scheduling.Reservations;

namespace Kalends;

/// <summary>A busy fortnight of a demo: a week that lies behind, mostly completed, and a week ahead.</summary>
static class DemoFortnight
{
    /// <summary>How far back it goes, and how far ahead.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromDays(7);

    const int BookingCount = 300;

    /// <param name="SlotId">The slot.</param>
    /// <param name="Provider">The number of its provider among those of the practice.</param>
    /// <param name="StartsAt">The start of an hour.</param>
    sealed record Hour(long SlotId, int Provider, Instant StartsAt)
    {
        public Instant EndsAt => StartsAt + TimeSpan.FromHours(1);
    }

    public static async Task Load(DemoPractice.People people, Call call)
    {
        var hours = new List<Hour>();
        for (var i = 0; i < people.ProviderIds.Count; i++)
            hours.AddRange(await HoursOf(i, people.ProviderIds[i], call));
        var chosen = hours.Select((hour, i) => (Hour: hour, Lot: DemoPractice.Lot(i, int.MaxValue)))
            .OrderBy(one => one.Lot).Take(BookingCount).Select(one => one.Hour);
        // One after the other in each calendar, so that a start asks for a few connections only.
        await Task.WhenAll(chosen.GroupBy(hour => hour.Provider).Select(async own =>
        {
            foreach (var (i, hour) in own.Index())
                await Book(hour, i, people, call);
        }));
    }

    static async Task<IEnumerable<Hour>> HoursOf(int provider, long providerId, Call call)
    {
        var openings = await ListOpenings.Run(
            new(providerId, From: call.Now - Before), new PageRequest(Limit: 40), call);
        return
            from opening in openings.Items
            from index in Enumerable.Range(0, (int)(opening.EndsAt.Since(opening.StartsAt) / opening.SlotLength))
            let startsAt = opening.StartsAt + opening.SlotLength * index
            where startsAt < call.Now + Before && startsAt.InUtc() is { Minute: 0, Hour: >= 8 and < 19 }
            select new Hour(SlotId.Of(opening.Id, index), provider, startsAt);
    }

    static async Task Book(Hour hour, int number, DemoPractice.People people, Call call)
    {
        var madeAt = Instant.Min(call.Now, hour.StartsAt - TimeSpan.FromHours(3 + number % 90));
        var service = people.ServiceIds[people.CareOf[hour.Provider]];
        // In one transaction: nobody sees a hold whose time is long over, and no sweeper expires it.
        var (held, _) = await call.Write(async session =>
        {
            var then = call.At(madeAt);
            var held = await ReserveSlot.Hold(
                session, new(hour.SlotId, ServiceId: service), ClientOf(hour, people), then);
            return await ConfirmReservation.Confirm(session, new(held.Id), then);
        });
        if (number % 13 == 0)
            await CancelReservation.Run(
                new(held.Id, "Ill"), call.At(Instant.Min(call.Now, hour.StartsAt - TimeSpan.FromHours(1))));
        else if (hour.EndsAt <= call.Now)
            await End(held.Id, hour, isMissed: number % 17 == 0, call);
    }

    static Task End(long reservationId, Hour hour, bool isMissed, Call call) => isMissed
        ? MarkNoShow.Run(new(reservationId), call.At(hour.EndsAt))
        : CompleteReservation.Run(new(reservationId), call.At(hour.EndsAt));

    // Providers who are booked for the same hour have different clients: sixty is twelve times five.
    static long ClientOf(Hour hour, DemoPractice.People people)
    {
        var sinceEpoch = (hour.StartsAt - Instants.FromMicros(0)).TotalHours;
        return people.ClientIds[((int)sinceEpoch * 7 + hour.Provider * 5) % people.ClientIds.Count];
    }
}
