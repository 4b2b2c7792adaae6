using Kalends.Platform.Calls;
using Kalends.Reimbursements;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Remittances;
using Kalends.Reimbursements.Tariffs;

namespace Kalends;

/// <summary>Three years of ledger of a demo: paid, except of late, and some of it reversed.</summary>
static class DemoLedger
{
    const int MonthCount = 36;

    /// <summary>A care event as it was registered, which is paid with others of its month and currency.</summary>
    sealed record Entry(YearMonth Month, string Currency, long Id);

    public static async Task Load(DemoPractice.People people, Call call)
    {
        var zone = call.Settings<ReimbursementsSettings>().Zone;
        var last = Months.Of(call.Now, zone).PlusMonths(-1);
        await RaiseTariffs(people, last, zone, call);
        var entries = await Task.WhenAll(people.ProviderIds.Select((id, i) => Register(
            id, i, people.EventTypeIds[people.CareOf[i]], last, zone, call)));
        foreach (var same in entries.SelectMany(one => one).GroupBy(one => (one.Month, one.Currency))
            .OrderBy(same => same.Key))
            await Pay(same.Key.Month, same.Key.Currency, [.. same.Select(one => one.Id)], last, zone, call);
    }

    // Each year, care costs three per cent more.
    static async Task RaiseTariffs(DemoPractice.People people, YearMonth last, DateTimeZone zone, Call call)
    {
        foreach (var id in people.EventTypeIds)
        {
            var amount = (await ReadEventType.Run(new(id), call)).Amount!.Value;
            for (var year = last.Year - 2; year <= last.Year; year++)
            {
                var from = new YearMonth(year, 1).Start(zone);
                amount += amount * 3 / 100;
                await AddTariff.Run(new(id, amount, from), call.At(from - TimeSpan.FromDays(30)));
            }
        }
    }

    static async Task<List<Entry>> Register(
        long providerId, int number, long eventTypeId, YearMonth last, DateTimeZone zone, Call call) =>
        (await call.Write(async session =>
        {
            var entries = new List<Entry>();
            for (var month = last.PlusMonths(1 - MonthCount); month <= last; month = month.Next)
                foreach (var startsAt in Times(number * 1000 + month.Number, month, zone))
                {
                    var care = (await RegisterCareEvent.Register(
                        session, call.At(startsAt + TimeSpan.FromHours(2)),
                        new(providerId, eventTypeId, startsAt))).Value;
                    entries.Add(new Entry(month, care.Currency, care.Id));
                }
            return entries;
        })).Value;

    // Fewer in summer, and a little more each year.
    static List<Instant> Times(int number, YearMonth month, DateTimeZone zone)
    {
        var count = 3 + DemoPractice.Lot(number, 4) + (month.Year % 3) - (month.Month is 7 or 8 ? 2 : 0);
        return [.. Enumerable.Range(0, count)
            .Select(i => DemoPractice.Lot(number * 100 + i, 28 * 8))
            .Select(lot => month.Start(zone) + TimeSpan.FromHours(24 * (lot / 8) + 9 + lot % 8)).Order()];
    }

    /// <summary>Pays a month in the next one; the last month is open, and of those before it a little.</summary>
    static async Task Pay(
        YearMonth month, string currency, List<long> ids, YearMonth last, DateTimeZone zone, Call call)
    {
        var paidAt = month.Next.Start(zone) + TimeSpan.FromDays(6);
        if (month == last || paidAt > call.Now)
            return;
        // A care event and its reversal cancel out, and stay open.
        var reversed = month.Month % 4 == 0 ? 1 : 0;
        if (reversed == 1)
            await ReverseCareEvent.Run(new(ids[0], "Entered twice"), call.At(paidAt));
        var open = month.PlusMonths(4) > last ? ids.Count / 5 : 0;
        await RemitCareEvents.Run(
            new($"{month.Written()} {currency}", ids[reversed..^open]), call.At(paidAt));
    }
}
