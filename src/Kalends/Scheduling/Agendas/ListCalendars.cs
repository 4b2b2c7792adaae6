using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Agendas;

/// <summary>A provider whose calendar somebody keeps.</summary>
/// <param name="ProviderId">The id of the provider.</param>
/// <param name="Name">The display name.</param>
/// <param name="TimeZone">The IANA name of the provider's time zone.</param>
/// <param name="OrganisationId">The organisation of the provider.</param>
sealed record KeptCalendar(long ProviderId, string Name, string TimeZone, long? OrganisationId);

/// <summary>Lists the providers whose calendars the caller keeps, in the order of their creation.</summary>
static class ListCalendars
{
    /// <param name="ProviderIds">Only these providers.</param>
    public sealed record Input([Count(1, 100)][Id] IReadOnlyList<long>? ProviderIds = null);

    public static Task<Page<KeptCalendar>> Run(Input input, PageRequest page, Call call) => call.Read(session =>
    {
        var query = new ListQuery<KeptCalendar>(
            ById, Read, "p.id, p.name, p.time_zone, p.organisation_id", "public_providers p", call.Scope.With())
            .Where("p.deleted_at IS NULL");
        if (input.ProviderIds is { } ids)
            query.Where($"p.id {query.Given.AddList(ids)}");
        return (call.Scope.All ? query : query.Where(IsKept)).Page(session, page);
    });

    /// <summary>One calendar that the caller keeps, or refuses with "not found".</summary>
    public static async Task<KeptCalendar> Find(long providerId, Call call) =>
        (await Run(new([providerId]), new PageRequest(1), call)).Items is [var one]
            ? one
            : throw SchedulingErrors.NoSuchProvider.Refused();

    static KeptCalendar Read(Row row) => new(
        row.Long("id"), row.Text("name"), row.Text("time_zone"), row.LongOrNull("organisation_id"));

    // Each of the two has an index of its own.
    const string IsKept = """
        p.id IN (
            SELECT id FROM public_providers WHERE organisation_id = @organisation
            UNION SELECT id FROM public_providers WHERE owner_user_id = @owner)
        """;

    static readonly Keyset<KeptCalendar> ById = new("id", new Key<KeptCalendar>("p.id", one => one.ProviderId));
}
