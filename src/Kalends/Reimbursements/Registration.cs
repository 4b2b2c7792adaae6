using Kalends.Platform.Storage;
using Kalends.Platform.Time;
using Kalends.Scheduling.Public;

namespace Kalends.Reimbursements;

/// <summary>What is said of a care event that is to be registered.</summary>
sealed record Registration(
    long CaregiverId, long EventTypeId, Instant StartsAt, string? Source = null, string? SourceKey = null,
    Visit? Visit = null)
{
    /// <summary>The names of what another registration under the same key says differently.</summary>
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

    /// <summary>The care event that this becomes at a moment, with its amount and its months frozen.</summary>
    /// <param name="terms">What the registration rests on.</param>
    /// <param name="now">The moment.</param>
    /// <param name="isAccountant">Whether it may be as late as it likes.</param>
    /// <param name="rules">The rules of the installation.</param>
    /// <param name="actor">Who registers it.</param>
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
            Month.Of(StartsAt, rules.Zone), Month.Of(now, rules.Zone), CareEventState.Open, null, Source, SourceKey,
            Visit?.ReservationId, null, null, null, now, actor);
    }

    void CheckStart(Instant now, ReimbursementsSettings rules)
    {
        if (StartsAt < Tariff.Always)
            throw Refused.Invalid("/starts_at", FaultCode.OutOfRange, "A care event starts after the year 1969.");
        if (StartsAt > now + rules.Ahead)
            throw ReimbursementsErrors.InTheFuture.Refused();
    }

    // A reservation is evidence of the care; what is entered by hand has none.
    void CheckLate(Instant now, ReimbursementsSettings rules)
    {
        if (Visit is null && StartsAt < now - rules.Late)
            throw ReimbursementsErrors.TooLate.Refused(rules.LateHours);
        if (Visit is not null && StartsAt < now - rules.VisitLate)
            throw ReimbursementsErrors.VisitTooLate.Refused(rules.VisitLate.TotalDays);
    }
}

/// <summary>What a registration rests on: whose caregiver it is, and what the type pays at the time.</summary>
sealed record Terms(
    string OwnerUserId, long? OrganisationId, bool IsDeleted, string Currency, Instant? ClosedAt,
    Terms.InForce? Tariff)
{
    public sealed record InForce(long Id, long Amount);

    /// <summary>Finds the terms, or refuses a caregiver or type that is not there.</summary>
    public static async Task<Terms> Find(Session session, Registration asked)
    {
        var found = await session.One(FindTerms, Found.Read, ("caregiver", asked.CaregiverId),
            ("type", asked.EventTypeId), ("starts", asked.StartsAt));
        if (found!.OwnerUserId is not { } owner)
            throw ReimbursementsErrors.NoSuchCaregiver.Refused();
        if (found.Currency is not { } currency)
            throw ReimbursementsErrors.NoSuchEventType.Refused();
        // The care of a visit belongs where the visit was, wherever its provider has gone since.
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
