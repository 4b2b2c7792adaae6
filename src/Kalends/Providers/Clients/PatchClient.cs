using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Changes some fields of a client; null removes a value.</summary>
static class PatchClient
{
    /// <param name="Id">The id of the client.</param>
    /// <param name="Client">The fields that change.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the client has another version.
    /// </param>
    public sealed record Input(
        [Id] long Id, MergePatch<ClientInput> Client,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    // The client is read and written under one lock, so that two patches of different members both take effect.
    public static Task<Answer<Client>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ClientStore.FindToChange(session, call, input.Id, input.IfMatch);
        var said = input.Client.On(ClientInput.Of(known));
        return await ClientStore.Change(session, call, known, said.Rewrite(known, call));
    });
}
