using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>Lists the care events that the caller may see, reversals included, in the order of their starts.</summary>
static class ListCareEvents
{
    /// <param name="CaregiverId">Only care events of this caregiver.</param>
    /// <param name="EventTypeId">Only care events of this type.</param>
    /// <param name="ServiceMonth">Only care events of this month, such as 2026-11.</param>
    /// <param name="State">Only care events in this state; requires a caregiver or a month.</param>
    /// <param name="OrganisationId">Only care events that were registered in this organisation.</param>
    public sealed record Input(
        [Id] long? CaregiverId = null, [Id] long? EventTypeId = null, YearMonth? ServiceMonth = null,
        CareEventState? State = null, [Id] long? OrganisationId = null);

    public static Task<Page<CareEvent>> Run(Input input, PageRequest page, Call call)
    {
        // The state is not a column of care events, so a search for the few open ones among all of them has no bound.
        if (input is { State: not null, CaregiverId: null, ServiceMonth: null })
            throw Refused.Invalid(
                "/state", ReimbursementsErrors.TooWide, "state requires caregiver_id or service_month.");
        return call.Read(session => Query(input, call.Scope).Page(session, page));
    }

    public static ListQuery<CareEvent> Query(Input input, RowScope scope) =>
        new ListQuery<CareEvent>(
            ByStart, CareEvent.Read, CareEvent.Columns, CareEvent.From, scope.With())
            .Where(scope.All ? "TRUE" : CareEvent.Visible)
            .LedBy(
                ("e.caregiver_id", input.CaregiverId),
                ("e.organisation_id", input.OrganisationId ?? (scope.IsOrganisations ? scope.OrganisationId : null)),
                ("e.event_type_id", input.EventTypeId))
            // Pages are in the order of starts, so a range of starts bounds the search for a month too.
            .Where("e.starts_at >= {0}", input.ServiceMonth?.Around.Start)
            .Where("e.starts_at < {0}", input.ServiceMonth?.Around.End)
            .Where("e.service_month = {0}", input.ServiceMonth)
            .Where("CASE WHEN live.remittance_id IS NULL THEN 'open' ELSE 'reimbursed' END = {0}", input.State);

    static readonly Keyset<CareEvent> ByStart = new("starts_at",
        new Key<CareEvent>("e.starts_at", care => care.StartsAt.Micros), new Key<CareEvent>("e.id", care => care.Id));
}
