using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Agendas;

namespace Kalends.Scheduling.Hours;

/// <summary>Reads the working hours of a provider, which are empty until somebody enters some.</summary>
static class ReadWorkingHours
{
    /// <param name="ProviderId">The id of the provider.</param>
    public sealed record Input([Id] long ProviderId);

    public static Task<WorkingHours> Run(Input input, Call call) => call.Read(async session =>
    {
        await Provider.CheckAuthority(session, call, input.ProviderId);
        return await HoursStore.Find(session, input.ProviderId)
            ?? (await session.One(FindZone, row => new WorkingHours(
                input.ProviderId, row.Text("time_zone"), [], [], UpdatedAt: null, Version: 0),
                ("provider", input.ProviderId)))!;
    });

    /// <summary>The hours of calendars that the caller was found to keep, by provider; not all have hours.</summary>
    public static Task<Dictionary<long, WorkingHours>> Of(IReadOnlyList<KeptCalendar> kept, Call call) =>
        call.Read(async session =>
            (await HoursStore.FindOf(session, [.. kept.Select(one => one.ProviderId)]))
            .ToDictionary(hours => hours.ProviderId));

    static readonly Sql FindZone = new("SELECT time_zone FROM public_providers WHERE id = @provider");
}
