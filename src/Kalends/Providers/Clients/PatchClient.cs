using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Changes some of what is said of a client; null takes off what was said.</summary>
static class PatchClient
{
    /// <param name="Id">Whom.</param>
    /// <param name="Client">What changes.</param>
    /// <param name="IfMatch">The ETag of what the change was decided on: another version refuses it.</param>
    public sealed record Input(
        [Id] long Id, MergePatch<ClientInput> Client,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    // Read and written under one lock, so that two patches of different members both stand.
    public static Task<Client> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ClientStore.FindToChange(session, call, input.Id, input.IfMatch);
        var said = input.Client.On(ClientInput.Of(known));
        return await ClientStore.Change(session, call, known, said.Rewrite(known, call));
    });
}
