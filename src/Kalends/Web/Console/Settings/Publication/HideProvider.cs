using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Providers;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Publication;

/// <summary>Hides a provider from people without an account, or lets the organisation decide again.</summary>
static class HideProvider
{
    /// <param name="ProviderId">The provider.</param>
    /// <param name="OrganisationId">The organisation.</param>
    /// <param name="IfMatch">The ETag of the provider as the page shows them.</param>
    public sealed record Input(
        [Id] long ProviderId, [Id] long OrganisationId, [Text(1, EntityTag.ListMax)] string IfMatch);

    public static Task<Shown> Run(Input input, Visit visit) => Change(input, published: false, visit);

    public static Task<Shown> Undo(Input input, Visit visit) => Change(input, published: null, visit);

    static async Task<Shown> Change(Input input, bool? published, Visit visit)
    {
        var patch = new MergePatch<ProviderInput>(new JsonObject { ["published"] = published });
        await PatchProvider.Run(new(input.ProviderId, patch, input.IfMatch), visit.Call);
        return Shown.Elsewhere(ShowPublication.HrefOf(input.OrganisationId));
    }
}
