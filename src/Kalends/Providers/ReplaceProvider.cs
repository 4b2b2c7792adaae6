using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Says everything of a provider anew; what is left out is no longer said, but for its ties.</summary>
static class ReplaceProvider
{
    /// <param name="Id">Whom.</param>
    /// <param name="Provider">All that is said of them from now on.</param>
    /// <param name="IfMatch">The ETag of what the change was decided on: another version refuses it.</param>
    public sealed record Input(
        [Id] long Id, [Spread] NewProvider Provider,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Profile> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await StoredProfile.FindToChange(
            session, call, input.Id, input.IfMatch, withCalendar: input.Provider.OrganisationId is not null);
        return await StoredProfile.Change(
            session, call, known, input.Provider.Replace(known, call), "provider.updated");
    });
}
