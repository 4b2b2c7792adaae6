using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Changes some of what is said of a provider; null takes off what was said.</summary>
static class PatchProvider
{
    /// <param name="Id">Whom.</param>
    /// <param name="Provider">What changes; lists are replaced as a whole.</param>
    /// <param name="IfMatch">The ETag of what the change was decided on: another version refuses it.</param>
    public sealed record Input(
        [Id] long Id, MergePatch<ProviderInput> Provider,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    // Read and written under one lock, so that two patches of different members both stand.
    public static Task<Profile> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ProfileStore.FindToChange(
            session, call, input.Id, input.IfMatch, withCalendar: input.Provider.Names("organisation_id"),
            mayLeave: input.Provider.OnlyTakesOff("user_id"));
        var said = input.Provider.On(ProviderInput.Of(known));
        return await ProfileStore.Change(session, call, known, said.Rewrite(known, call), "provider.updated");
    });
}
