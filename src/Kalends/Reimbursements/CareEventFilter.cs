using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Reimbursements;

/// <summary>Which care events are wanted, of those that the caller may see.</summary>
/// <param name="CaregiverId">Only those of this caregiver.</param>
/// <param name="EventTypeId">Only those of this type.</param>
/// <param name="ServiceMonth">Only those of this month, such as 2026-11.</param>
/// <param name="State">Only those that stand so; asked together with a caregiver or a month.</param>
/// <param name="OrganisationId">Only those that were registered in this organisation.</param>
sealed record CareEventFilter(
    [Id] long? CaregiverId = null, [Id] long? EventTypeId = null, Month? ServiceMonth = null,
    CareEventState? State = null, [Id] long? OrganisationId = null)
{
    static readonly Interval AllTime = new(Place.First.StartsAt, Place.Last.StartsAt);

    /// <summary>Care events between two places, both exclusive, nearest to the end that is walked from.</summary>
    public async Task<List<CareEvent>> Find(
        Session session, Call call, Place low, Place high, bool backward, int limit)
    {
        // The state is no column of theirs: to look for the few open ones among all there are has no bound.
        if (State is not null && CaregiverId is null && ServiceMonth is null)
            throw Refused.Invalid("/state", "too_wide", "state is asked together with caregiver_id or service_month.");

        var ways = backward ? Backward : Forward;
        var of = OrganisationId ?? (call.Scope.IsOrganisations ? call.Scope.OrganisationId : null);
        var way = CaregiverId is not null ? ways.OfCaregiver
            : of is not null ? ways.OfOrganisation
            : EventTypeId is not null ? ways.OfType
            : call.Scope.All ? ways.All
            : ways.OfCaller;
        var around = ServiceMonth?.Around ?? AllTime;
        return await session.All(way, CareEvent.Read, call.Scope.With(
            ("from", around.Start), ("to", around.End), ("month", ServiceMonth), ("state", State),
            ("low_at", low.StartsAt), ("low_id", low.Id), ("high_at", high.StartsAt), ("high_id", high.Id),
            ("caregiver", CaregiverId), ("of", of), ("type", EventTypeId), ("limit", limit)));
    }

    // One statement for each access path, so that each has an index to walk.
    sealed record Ways(Sql All, Sql OfCaregiver, Sql OfOrganisation, Sql OfType, Sql OfCaller);

    static readonly Ways Forward = InDirection("ASC");

    static readonly Ways Backward = InDirection("DESC");

    const string OfAskedType = "COALESCE(e.event_type_id = CAST(@type AS BIGINT), TRUE)";

    static Ways InDirection(string direction) => new(
        All: Statement("@all", direction),
        OfCaregiver: Statement(
            $"{CareEvent.Visible} AND e.caregiver_id = @caregiver AND {OfAskedType} " +
            "AND (CAST(@of AS BIGINT) IS NULL OR e.organisation_id = @of)", direction),
        OfOrganisation: Statement($"{CareEvent.Visible} AND e.organisation_id = @of AND {OfAskedType}", direction),
        OfType: Statement($"{CareEvent.Visible} AND e.event_type_id = @type", direction),
        OfCaller: Statement(CareEvent.Visible, direction));

    static Sql Statement(string way, string direction) => new($$"""
        SELECT {{CareEvent.Columns}}
        FROM care_events e
        {{CareEvent.Joins}}
        WHERE {{way}}
          AND e.starts_at >= @from AND e.starts_at < @to
          AND COALESCE(e.service_month = CAST(@month AS BIGINT), TRUE)
          AND (e.starts_at, e.id) > (@low_at, @low_id) AND (e.starts_at, e.id) < (@high_at, @high_id)
          AND COALESCE(CAST(@state AS TEXT) =
              CASE WHEN live.remittance_id IS NULL THEN 'open' ELSE 'reimbursed' END, TRUE)
        ORDER BY e.starts_at {{direction}}, e.id {{direction}}
        LIMIT @limit
        """);
}
