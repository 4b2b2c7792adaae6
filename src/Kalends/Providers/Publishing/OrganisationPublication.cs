using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Publishing;

/// <summary>What an organisation says of all its providers, those who join later too.</summary>
/// <param name="Published">
/// Whether people without an account see the providers and book as guests, except those who say otherwise themselves;
/// null if the installation decides.
/// </param>
/// <param name="EmbedOrigins">
/// The origins of the sites that may show this booking in a frame, besides those of the installation.
/// </param>
/// <param name="UpdatedAt">The time of the last change; null if there was none.</param>
/// <param name="Version">The number of the version; each change counts.</param>
sealed record OrganisationPublication(
    bool? Published, IReadOnlyList<string> EmbedOrigins, Instant? UpdatedAt, long Version) : ITagged
{
    /// <summary>The greatest number of origins.</summary>
    public const int OriginsMax = 20;

    /// <summary>That of an organisation which has said nothing.</summary>
    public static readonly OrganisationPublication Open = new(null, [], null, 0);

    [JsonIgnore]
    public EntityTag Tag => new(Version, "");

    /// <summary>The event that an organisation has changed it.</summary>
    public DomainEvent Event(long organisationId) => new(
        "providers", "publication.changed", $"organisation/{organisationId}",
        new Facts(organisationId, Published, EmbedOrigins.Count, Version))
    {
        OrganisationId = organisationId,
    };

    sealed record Facts(long Id, bool? Published, int EmbedOrigins, long Version);

    /// <summary>Refuses an organisation that does not exist, or is not the caller's.</summary>
    public static async Task CheckAuthority(Session session, Call call, long organisationId)
    {
        if (!call.Scope.Covers(null, organisationId)
            || await session.Number(FindOrganisation, ("id", organisationId)) is null)
            throw ProvidersErrors.NoSuchOrganisation.Refused();
    }

    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns = "published, embed_origins, updated_at, version";

    public static OrganisationPublication Read(Row row) => new(
        row.LongOrNull("published") is { } published ? published == 1 : null,
        Origin.Split(row.Text("embed_origins")), row.At("updated_at"), row.Long("version"));

    static readonly Sql FindOrganisation = new("SELECT 1 AS n FROM public_organisations WHERE id = @id");
}
