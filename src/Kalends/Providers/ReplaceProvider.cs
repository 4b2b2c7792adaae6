using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Replaces all that is said of a provider; what is left out is removed, except the ownership.</summary>
static class ReplaceProvider
{
    /// <param name="Id">Whom.</param>
    /// <param name="Provider">All that is said of them from now on.</param>
    /// <param name="IfMatch">The ETag of what the change was decided on: another version refuses it.</param>
    public sealed record Input(
        [Id] long Id, [Spread] ProviderInput Provider,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Profile> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ProfileStore.FindToChange(
            session, call, input.Id, input.IfMatch, withCalendar: input.Provider.OrganisationId is not null);
        return await ProfileStore.Change(
            session, call, known, input.Provider.Replace(known, call), "provider.updated");
    });
}
