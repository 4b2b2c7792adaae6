using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Services;

/// <summary>Who keeps a service or a policy: the owner of a provider, and the managers of an organisation.</summary>
sealed record Keepers(string? OwnerUserId, long? OrganisationId)
{
    /// <summary>Whether the caller is one of them.</summary>
    public bool Include(Call call) =>
        call.With(SchedulingAccess.KeepCalendar).Scope.Covers(OwnerUserId, OrganisationId);

    /// <summary>Finds the keepers of a provider, or refuses an unknown one.</summary>
    public static async Task<Keepers> OfProvider(Session session, long id) =>
        await session.One(FindProvider, Read, ("id", id)) ?? throw SchedulingErrors.NoSuchProvider.Refused();

    /// <summary>Finds the keepers of an organisation; null if it does not exist.</summary>
    public static async Task<Keepers?> OfOrganisation(Session session, long id) =>
        await session.Number(FindOrganisation, ("id", id)) is null ? null : new Keepers(null, id);

    /// <summary>
    /// The columns that <see cref="Read"/> reads, of a service <c>s</c>. They are subqueries, so that a lock holds no
    /// row but the service's.
    /// </summary>
    public const string OfServiceColumns = """
        (SELECT p.owner_user_id FROM public_providers p WHERE p.id = s.provider_id) AS keeping_user_id,
        COALESCE(s.organisation_id, (SELECT p.organisation_id FROM public_providers p WHERE p.id = s.provider_id))
            AS keeping_organisation_id
        """;

    public static Keepers Read(Row row) =>
        new(row.TextOrNull("keeping_user_id"), row.LongOrNull("keeping_organisation_id"));

    static readonly Sql FindProvider = new("""
        SELECT owner_user_id AS keeping_user_id, organisation_id AS keeping_organisation_id
        FROM public_providers
        WHERE id = @id AND deleted_at IS NULL
        """);

    static readonly Sql FindOrganisation = new("SELECT id AS n FROM public_organisations WHERE id = @id");
}
