using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Replaces all fields of a provider; fields that are left out are removed, except the ownership.</summary>
static class ReplaceProvider
{
    /// <param name="Id">The id of the provider.</param>
    /// <param name="Provider">The new fields of the provider.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the provider has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, [Spread] ProviderInput Provider,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<Profile>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ProfileStore.FindToChange(
            session, call, input.Id, input.IfMatch, withCalendar: input.Provider.OrganisationId is not null);
        return await ProfileStore.Change(
            session, call, known, input.Provider.Replace(known, call), "updated");
    });
}
