using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Changes some fields of a provider; null removes a value.</summary>
static class PatchProvider
{
    /// <param name="Id">The id of the provider.</param>
    /// <param name="Provider">The fields that change; lists are replaced as a whole.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the provider has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, MergePatch<ProviderInput> Provider,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    // The provider is read and written under one lock, so that two patches of different members both take effect.
    public static Task<Answer<Profile>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ProfileStore.FindToChange(
            session, call, input.Id, input.IfMatch, withCalendar: input.Provider.Names("organisation_id"),
            mayLeave: input.Provider.OnlyTakesOff("user_id"));
        var said = input.Provider.On(ProviderInput.Of(known));
        return await ProfileStore.Change(session, call, known, said.Rewrite(known, call), "updated");
    });
}
