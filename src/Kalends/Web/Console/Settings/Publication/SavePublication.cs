using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Providers.Publishing;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Settings.Publication;

/// <summary>Says whether an organisation opens its providers to all, and which sites may show their booking.</summary>
static class SavePublication
{
    public const int OriginsLengthMax = OrganisationPublication.OriginsMax * (Origin.Max + 1);

    /// <param name="OrganisationId">The organisation.</param>
    /// <param name="IfMatch">The ETag of the publication as the page shows it.</param>
    /// <param name="Published">Whether it opens its providers; the installation decides if left out.</param>
    /// <param name="EmbedOrigins">The origins, with blanks between them.</param>
    public sealed record Input(
        [Id] long OrganisationId, [Text(1, EntityTag.ListMax)] string IfMatch, bool? Published = null,
        [Text(0, OriginsLengthMax)] string? EmbedOrigins = null);

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var origins = Origin.Split(input.EmbedOrigins ?? "");
        if (origins.Length > OrganisationPublication.OriginsMax)
            throw Refused.Invalid(
                "/embed_origins", FaultCode.Count,
                $"embed_origins must have at most {OrganisationPublication.OriginsMax} entries.");
        await ReplacePublication.Run(new(input.OrganisationId, input.Published, origins, input.IfMatch), visit.Call);
        return Shown.Elsewhere(ShowPublication.HrefOf(input.OrganisationId));
    }
}
