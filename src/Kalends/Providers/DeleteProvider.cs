using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>
/// Deletes a provider and withdraws what they offer, unless somebody has booked; records of past work stay.
/// </summary>
static class DeleteProvider
{
    /// <param name="Id">The id of the provider.</param>
    /// <param name="IfMatch">
    /// The ETag that the deletion is based on; it is refused if the provider has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Header("If-Match", Alone = true)][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Profile>> Run(Input input, Call call) => call.Write(async session =>
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
        await ProfileStore.Change(session, call, known, gone, "deleted");
        // The search index drops the provider, so that no search finds them by name.
        foreach (var index in call.Hooks<ProfileIndex>())
            await index.Remove(session, input.Id);
        await session.Run(Delete, ("id", input.Id), ("now", call.Now));
        return known;
    });

    static readonly Sql Delete = new("UPDATE providers SET deleted_at = @now WHERE id = @id");
}
