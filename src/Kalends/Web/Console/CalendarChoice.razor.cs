using Kalends.Platform.Paging;
using Kalends.Scheduling.Agendas;
using Kalends.Web.Frame;

namespace Kalends.Web.Console;

/// <summary>A choice of one of the calendars that the visitor keeps.</summary>
partial class CalendarChoice
{
    /// <param name="Path">The address of the page.</param>
    /// <param name="ProviderId">The provider whose calendar is shown.</param>
    /// <param name="Choices">The providers to choose from.</param>
    public sealed record Seen(string Path, long ProviderId, IReadOnlyList<Field.Choice> Choices);

    const int ChoicesMax = 100;

    /// <summary>The calendar that was asked for, by default the first one; null if the visitor keeps none.</summary>
    internal static async Task<(KeptCalendar? Chosen, Seen Choice)> Of(string path, long? providerId, Visit visit)
    {
        var kept = (await ListCalendars.Run(new(), new PageRequest(ChoicesMax), visit.Call)).Items;
        var chosen = kept.FirstOrDefault(one => providerId is null || one.ProviderId == providerId);
        // Who keeps very many calendars comes from one of them.
        if (chosen is null && providerId is { } id)
            chosen = await ListCalendars.Find(id, visit.Call);
        return (chosen, new Seen(path, chosen?.ProviderId ?? 0, [.. kept.Append(chosen).OfType<KeptCalendar>()
            .DistinctBy(one => one.ProviderId).Select(one => new Field.Choice($"{one.ProviderId}", one.Name))]));
    }
}
