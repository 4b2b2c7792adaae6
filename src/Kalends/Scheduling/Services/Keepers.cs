using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Services;

/// <summary>Who keeps a service: the owner of a provider, and the managers of an organisation.</summary>
sealed record Keepers(string? OwnerUserId, long? OrganisationId)
{
    /// <summary>Whether the caller is one of them.</summary>
    public bool Include(Call call) =>
        call.With(SchedulingAccess.KeepCalendar).Scope.Covers(OwnerUserId, OrganisationId);

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
}
