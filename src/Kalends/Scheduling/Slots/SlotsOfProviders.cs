using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Slots;

/// <summary>Lists the slots that can be reserved now, soonest first.</summary>
/// <remarks>One statement finds the slots of many providers.</remarks>
static class SlotsOfProviders
{
    /// <param name="From">Only slots that start at or after this instant; the default is now.</param>
    /// <param name="To">
    /// Only slots that start before this instant, at most 31 days after <c>from</c>, which is the default.
    /// </param>
    /// <param name="First">The number of slots, at most 100.</param>
    public sealed record Input(Instant? From = null, Instant? To = null, [Number(1, 100)] int First = 20);

    static readonly TimeSpan WindowMax = TimeSpan.FromDays(31);

    public static async Task<IReadOnlyList<IReadOnlyList<SlotView>>> Run(
        IReadOnlyList<long> providerIds, Input input, Call call)
    {
        var window = WindowOf(input.From, input.To, call.Now);
        var free = new Dictionary<long, List<SlotView>>();
        await call.Read(async session =>
        {
            var rules = await CalendarRules.Of(session, call, providerIds, window);
            foreach (var (provider, calendar) in await Calendar.LoadMany(session, providerIds, window))
                free[provider] = calendar.Free(window, rules(provider))
                    .Take(input.First)
                    .Select(slot => slot.View())
                    .ToList();
            return free;
        });
        return providerIds.Select(IReadOnlyList<SlotView> (id) => free.GetValueOrDefault(id) ?? []).ToList();
    }

    /// <summary>A window of at most 31 days, which is the default, from now on by default.</summary>
    public static Interval WindowOf(Instant? asked, Instant? end, Instant now)
    {
        var from = asked ?? now;
        var to = end ?? from + WindowMax;
        var errors = new ValidationErrors();
        if (to < from || to.Since(from) > WindowMax)
            errors.AddParameter("to", FaultCode.OutOfRange, $"to lies 0 to {WindowMax.TotalDays} days after from.");
        errors.ThrowIfAny();
        return new Interval(from, to);
    }
}
