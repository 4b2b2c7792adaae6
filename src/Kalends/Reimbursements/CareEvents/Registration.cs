using Kalends.Platform.Storage;
using Kalends.Reimbursements.Tariffs;
using Kalends.Scheduling.Public;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>The facts of a care event that is to be registered.</summary>
sealed record Registration(
    long CaregiverId, long EventTypeId, Instant StartsAt, string? Source = null, string? SourceKey = null,
    Visit? Visit = null)
{
    /// <summary>The names of the members that differ from the care event registered under the same key.</summary>
    public IReadOnlyList<string> Differences(CareEvent kept)
    {
        var differing = new List<string>();
        if (kept.CaregiverId != CaregiverId)
            differing.Add("caregiver_id");
        if (kept.EventTypeId != EventTypeId)
            differing.Add("event_type_id");
        if (kept.StartsAt != StartsAt)
            differing.Add("starts_at");
        return differing;
    }

    /// <summary>Makes the care event, with its amount and its months fixed.</summary>
    /// <param name="terms">The terms of the registration.</param>
    /// <param name="now">The time of the registration.</param>
    /// <param name="isAccountant">Whether an accountant registers the care, who has no limit for late care.</param>
    /// <param name="rules">The rules of the installation.</param>
    /// <param name="actor">The user who registers the care.</param>
    public CareEvent Freeze(Terms terms, Instant now, bool isAccountant, ReimbursementsSettings rules, string actor)
    {
        CheckStart(now, rules);
        if (!isAccountant)
            CheckLate(now, rules);
        if (terms.ClosedAt is { } closed && closed <= StartsAt)
            throw ReimbursementsErrors.ClosedBeforeCare.Refused();
        if (terms.Tariff is not { } tariff)
            throw ReimbursementsErrors.NoTariff.Refused();
        return new CareEvent(
            0, CaregiverId, terms.OrganisationId, EventTypeId, tariff.Id, tariff.Amount, terms.Currency, StartsAt,
            Months.Of(StartsAt, rules.Zone), Months.Of(now, rules.Zone), CareEventState.Open, null, Source, SourceKey,
            Visit?.ReservationId, null, null, null, now, actor);
    }

    void CheckStart(Instant now, ReimbursementsSettings rules)
    {
        if (StartsAt < Tariff.Always)
            throw Refused.Invalid("/starts_at", FaultCode.OutOfRange, "A care event starts after the year 1969.");
        if (StartsAt > now + rules.Ahead)
            throw ReimbursementsErrors.InTheFuture.Refused();
    }

    // A reservation is evidence of the care, so its limit may be longer than that of care entered by hand.
    void CheckLate(Instant now, ReimbursementsSettings rules)
    {
        if (Visit is null && StartsAt < now - rules.Late)
            throw ReimbursementsErrors.TooLate.Refused(rules.LateHours);
        if (Visit is not null && StartsAt < now - rules.VisitLate)
            throw ReimbursementsErrors.VisitTooLate.Refused(rules.VisitLate.TotalDays);
    }
}

/// <summary>
/// The terms of a registration: the caregiver's owner and organisation, and the event type's tariff at the time.
/// </summary>
sealed record Terms(
    string OwnerUserId, long? OrganisationId, bool IsDeleted, string Currency, Instant? ClosedAt,
    Terms.InForce? Tariff)
{
    public sealed record InForce(long Id, long Amount);

    /// <summary>Finds the terms, and refuses an unknown caregiver or event type.</summary>
    public static async Task<Terms> Find(Session session, Registration asked)
    {
        var found = await session.One(FindTerms, Found.Read, ("caregiver", asked.CaregiverId),
            ("type", asked.EventTypeId), ("starts", asked.StartsAt));
        if (found!.OwnerUserId is not { } owner)
            throw ReimbursementsErrors.NoSuchCaregiver.Refused();
        if (found.Currency is not { } currency)
            throw ReimbursementsErrors.NoSuchEventType.Refused();
        // The care of a visit belongs to the organisation of the visit, even if its provider has left it since.
        var organisation = asked.Visit is { } visit ? visit.OrganisationId : found.OrganisationId;
        return new Terms(owner, organisation, found.IsDeleted, currency, found.ClosedAt, found.Tariff);
    }

    sealed record Found(
        string? OwnerUserId, long? OrganisationId, bool IsDeleted, string? Currency, Instant? ClosedAt,
        InForce? Tariff)
    {
        public static Found Read(Row row) => new(
            row.TextOrNull("owner_user_id"), row.LongOrNull("organisation_id"),
            row.LongOrNull("deleted_at") is not null, row.TextOrNull("currency"), row.AtOrNull("closed_at"),
            row.LongOrNull("tariff_id") is { } id ? new InForce(id, row.Long("amount")) : null);
    }

    static readonly Sql FindTerms = new("""
        SELECT p.owner_user_id, p.organisation_id, p.deleted_at, t.currency, t.closed_at, f.id AS tariff_id, f.amount
        FROM (SELECT 1 AS one) AS asked
        LEFT JOIN public_providers p ON p.id = @caregiver
        LEFT JOIN event_types t ON t.id = @type
        LEFT JOIN tariffs f ON f.id = (
            SELECT id
            FROM tariffs
            WHERE event_type_id = @type AND in_force_from <= @starts
            ORDER BY in_force_from DESC
            LIMIT 1)
        """);
}
