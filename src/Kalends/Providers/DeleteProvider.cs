using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>
/// Takes a provider out of the directory and what they offer with them, unless somebody has booked; what they did
/// stays.
/// </summary>
static class DeleteProvider
{
    /// <param name="Id">Whom.</param>
    /// <param name="IfMatch">The ETag of what the change was decided on: another version refuses it.</param>
    public sealed record Input(
        [Id] long Id, [Header("If-Match", Alone = true)][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Profile> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ProfileStore.FindToChange(session, call, input.Id, input.IfMatch, withCalendar: true);
        foreach (var calendar in call.Hooks<ProviderCalendar>())
            await calendar.Clear(session, call, input.Id);

        var gone = known with
        {
            Skills = [],
            Languages = [],
            Availability = [],
            Active = false,
            UserId = null,
            UpdatedAt = call.Now,
            Version = known.Version + 1,
        };
        await ProfileStore.Change(session, call, known, gone, "provider.deleted");
        // Nobody is to be found by their name any more.
        foreach (var index in call.Hooks<ProfileIndex>())
            await index.Remove(session, input.Id);
        await session.Run(Delete, ("id", input.Id), ("now", call.Now));
        return known;
    });

    static readonly Sql Delete = new("UPDATE providers SET deleted_at = @now WHERE id = @id");
}
