using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>Registers a piece of care at the tariff that was in force when the care took place.</summary>
static class RegisterCareEvent
{
    /// <param name="CaregiverId">The provider who gave the care.</param>
    /// <param name="EventTypeId">The kind of care.</param>
    /// <param name="StartsAt">
    /// The time at which the care took place: in the past, and at most 12 hours ago unless an accountant registers it.
    /// </param>
    /// <param name="Source">The system that <paramref name="SourceKey"/> comes from.</param>
    /// <param name="SourceKey">
    /// The key of the care event in that system, the same whenever and by whomever it is sent; it is registered once in
    /// the caregiver's organisation, or once for a caregiver without one.
    /// </param>
    public sealed record Input(
        [Id] long CaregiverId, [Id] long EventTypeId, Instant StartsAt, [Text(1, 100)] string? Source = null,
        [Text(1, 200)] string? SourceKey = null);

    public static async Task<Answer<CareEvent>> Run(Input input, Call call)
    {
        if ((input.Source is null) != (input.SourceKey is null))
            throw Refused.Invalid(input.Source is null ? "/source" : "/source_key", FaultCode.Required,
                "source and source_key must be given together.");
        var asked = new Registration(
            input.CaregiverId, input.EventTypeId, input.StartsAt, input.Source, input.SourceKey);
        var registered = await call.Write(session => Register(session, call, asked));
        return registered.Value with { IsReplay = registered.IsReplay || registered.Value.IsReplay };
    }

    /// <summary>Registers a care event in the caller's transaction, or finds it if it was registered earlier.</summary>
    public static async Task<Answer<CareEvent>> Register(Session session, Call call, Registration asked)
    {
        var terms = await Terms.Find(session, asked);
        if (await FindKept(session, call, asked, terms) is { } kept)
            return new Answer<CareEvent>(kept, IsReplay: true);

        CheckAuthority(terms, call);
        var isAccountant = call.With(ReimbursementsAccess.RegisterLate).Scope.All;
        var frozen = asked.Freeze(
            terms, call.Now, isAccountant, call.Settings<ReimbursementsSettings>(), call.Caller.UserId);

        if (await frozen.Store(session, call, "registered") is { } stored)
            return stored;
        // Another request with the same key was faster.
        return await FindKept(session, call, asked, terms) is { } first
            ? new Answer<CareEvent>(first, IsReplay: true)
            : throw ReimbursementsErrors.AlreadyRegistered.Refused();
    }

    /// <summary>Finds the care event under the same key, and refuses a request that differs from it.</summary>
    static async Task<CareEvent?> FindKept(Session session, Call call, Registration asked, Terms terms)
    {
        if (asked.SourceKey is null)
            return null;
        var found = await session.All(FindBySource, Kept.Read,
            ("source", asked.Source), ("key", asked.SourceKey), ("caregiver", asked.CaregiverId),
            ("starts", asked.StartsAt), ("type", asked.EventTypeId),
            ("scope", terms.OrganisationId ?? -asked.CaregiverId));
        var seen = found.Where(kept => call.Scope.Covers(kept.OwnerUserId, kept.Event.OrganisationId))
            .Select(kept => kept.Event).ToList();
        if (seen.Find(kept => asked.Differences(kept).Count == 0) is { } equal)
            return equal;
        if (found.Count == 0)
            return null;

        // The answer never shows a care event that the caller may not see. Only callers who may register here learn
        // that the key is taken.
        CheckAuthority(terms, call);
        var refused = ReimbursementsErrors.SourceKeyTaken.Refused();
        throw seen is [var other, ..] ? refused.With("differing", asked.Differences(other)) : refused;
    }

    static void CheckAuthority(Terms terms, Call call)
    {
        if (!call.Scope.Covers(terms.OwnerUserId, terms.OrganisationId))
            throw terms.IsDeleted
                ? ReimbursementsErrors.NoSuchCaregiver.Refused()
                : ReimbursementsErrors.NotYourCaregiver.Refused();
    }

    sealed record Kept(CareEvent Event, string? OwnerUserId)
    {
        public static Kept Read(Row row) => new(CareEvent.Read(row), row.TextOrNull("owner_user_id"));
    }

    // A key belongs to the caregiver's organisation, or to a caregiver without one. Care that is sent again is found
    // even if its caregiver has moved to another organisation since.
    static readonly Sql FindBySource = new($$"""
        SELECT {{CareEvent.Columns}}, p.owner_user_id
        FROM {{CareEvent.From}}
        LEFT JOIN public_providers p ON p.id = e.caregiver_id
        WHERE e.id IN (
            SELECT id
            FROM care_events
            WHERE COALESCE(organisation_id, -caregiver_id) = @scope AND source = @source AND source_key = @key
            UNION
            SELECT id
            FROM care_events
            WHERE caregiver_id = @caregiver AND source = @source AND source_key = @key AND starts_at = @starts
              AND event_type_id = @type)
        """);
}
