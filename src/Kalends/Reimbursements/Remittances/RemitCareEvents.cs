using System.Security.Cryptography;
using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Reimbursements.Remittances;

/// <summary>Reimburses open care events, all or none, chosen by their ids or as a caregiver's month.</summary>
static class RemitCareEvents
{
    /// <param name="Reference">
    /// The payer's own name of this payment, the same however often it is sent; the payment is made once, and a
    /// different request under the same name is refused.
    /// </param>
    /// <param name="CareEventIds">The ids of the care events; an alternative to the caregiver and month.</param>
    /// <param name="CaregiverId">The caregiver whose open care events are reimbursed.</param>
    /// <param name="ServiceMonth">The month whose open care events are reimbursed.</param>
    /// <param name="Currency">Only care events in this currency; required if the month has several.</param>
    /// <param name="OrganisationId">Only care events that were registered in this organisation.</param>
    public sealed record Input(
        [Text(1, 100)] string Reference, [Id, Count(1, 5000)] IReadOnlyList<long>? CareEventIds = null,
        [Id] long? CaregiverId = null, YearMonth? ServiceMonth = null, [Text(3, 3)] string? Currency = null,
        [Id] long? OrganisationId = null);

    const int ShownMax = 100;

    public static async Task<Answer<Remittance>> Run(Input input, Call call)
    {
        var asked = Check(input);
        var remitted = await call.Write(session => Remit(session, asked, call));
        return remitted.Value with { IsReplay = remitted.IsReplay || remitted.Value.IsReplay };
    }

    /// <summary>Reimburses one care event in a remittance without a reference.</summary>
    public static Task<Answer<Remittance>> RunOne(long careEventId, Call call) => call.Write(async session =>
    {
        var one = await CareEvent.FindToChange(session, call, careEventId);
        if (one.State == CareEventState.Reimbursed)
            throw ReimbursementsErrors.AlreadyReimbursed.Refused();
        var asked = new Input("", [careEventId]);
        var id = await session.Number(Insert, Values(asked, call, reference: null));
        return await Settle(session, asked, id!.Value, call);
    });

    static Input Check(Input input)
    {
        var byMonth = input.CaregiverId is not null || input.ServiceMonth is not null || input.Currency is not null
            || input.OrganisationId is not null;
        if (input.CareEventIds is not null && byMonth)
            throw Refused.Invalid("/care_event_ids", ReimbursementsErrors.EitherOr,
                "Give either care_event_ids, or caregiver_id and service_month, with or without currency and " +
                "organisation_id.");
        if (input.CareEventIds is null && (input.CaregiverId is null || input.ServiceMonth is null))
            throw Refused.Invalid("/care_event_ids", FaultCode.Required,
                "care_event_ids, or both caregiver_id and service_month, are required.");
        return input.CareEventIds is { } ids ? input with { CareEventIds = ids.Distinct().Order().ToList() } : input;
    }

    static async Task<Answer<Remittance>> Remit(Session session, Input asked, Call call)
    {
        if (asked.CareEventIds is { } ids)
            session.Lock(LockOn.Ledger, LedgersOfEvents, ("ids", ids));
        else
            session.Lock(LockOn.Ledger, LedgerOfCaregiver, ("caregiver", asked.CaregiverId));

        if (await FindKept(session, asked) is { } kept)
            return new Answer<Remittance>(kept, IsReplay: true);
        if (await session.Number(Insert, Values(asked, call, asked.Reference)) is { } id)
            return await Settle(session, asked, id, call);
        return await FindKept(session, asked) is { } first
            ? new Answer<Remittance>(first, IsReplay: true)
            : throw PlatformErrors.Contention.Refused();
    }

    /// <summary>Finds the remittance under the same reference, and refuses a request that differs from it.</summary>
    static async Task<Remittance?> FindKept(Session session, Input asked)
    {
        var kept = await session.One(
            FindByReference, row => new Kept(Remittance.Read(row), row.Text("fingerprint")),
            ("reference", asked.Reference));
        if (kept is not null && kept.Fingerprint != FingerprintOf(asked))
            throw ReimbursementsErrors.ReferenceTaken.Refused();
        return kept?.Remittance;
    }

    sealed record Kept(Remittance Remittance, string Fingerprint);

    /// <summary>
    /// Inserts the lines, sums them up and moves the totals, all in the database, so that no row is read here.
    /// </summary>
    static async Task<Remittance> Settle(Session session, Input asked, long id, Call call)
    {
        var lines = asked.CareEventIds is { } ids
            ? await session.Run(InsertByIds, ("remittance", id), ("ids", ids))
            : await session.Run(InsertByMonth, ("remittance", id), ("caregiver", asked.CaregiverId),
                ("month", asked.ServiceMonth), ("from", asked.ServiceMonth!.Value.Around.Start),
                ("to", asked.ServiceMonth!.Value.Around.End), ("currency", asked.Currency),
                ("organisation", asked.OrganisationId));
        if (asked.CareEventIds is { } wanted)
            await CheckAllThere(session, wanted, lines, id);
        var sum = Only(await session.All(SumUp, Sum.Read, ("remittance", id)));

        var made = await session.One(Finish, Remittance.Read, ("id", id), ("organisation", sum.OrganisationId),
            ("currency", sum.Currency), ("events", sum.Events), ("amount", sum.Amount));
        await MonthTotals.Reimburse(session, id);
        await ProviderLog.Append(session, call, made!.Event("made"));
        return made;
    }

    static async Task CheckAllThere(Session session, IReadOnlyList<long> wanted, int lines, long id)
    {
        if (lines != wanted.Count)
        {
            var known = (await session.All(FindKnown, row => row.Long("id"), ("ids", wanted))).ToHashSet();
            var ready = (await session.All(FindLines, row => row.Long("id"), ("remittance", id))).ToHashSet();
            throw ReimbursementsErrors.NotOpen.Refused()
                .With("unknown", wanted.Where(one => !known.Contains(one)).Take(ShownMax).ToList())
                .With("reimbursed", wanted.Where(known.Contains).Except(ready).Take(ShownMax).ToList());
        }
        var missing = await session.All(
            FindOpenCounterparts, row => row.Long("id"), ("remittance", id), ("limit", ShownMax));
        if (missing.Count > 0)
            throw ReimbursementsErrors.Reversed.Refused()
                .With("missing", missing);
    }

    static Sum Only(List<Sum> sums) => sums.Count switch
    {
        0 => throw ReimbursementsErrors.NothingOpen.Refused(),
        1 => sums[0],
        _ => throw ReimbursementsErrors.MixedCurrencies.Refused()
            .With("currencies", sums.ConvertAll(sum => sum.Currency)),
    };

    sealed record Sum(string Currency, long? OrganisationId, long Events, long Amount)
    {
        public static Sum Read(Row row) => new(
            row.Text("currency"), row.LongOrNull("organisation_id"), row.Long("events"), row.Long("amount"));
    }

    static (string, object?)[] Values(Input asked, Call call, string? reference) =>
    [
        ("reference", reference), ("fingerprint", FingerprintOf(asked)), ("caregiver", asked.CaregiverId),
        ("month", asked.ServiceMonth), ("now", call.Now), ("actor", call.Caller.UserId),
    ];

    static string FingerprintOf(Input asked) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked, Json.Options)));

    static readonly Sql LedgersOfEvents =
        new("SELECT DISTINCT caregiver_id % 64 AS key FROM care_events WHERE id {list ids} ORDER BY 1");

    static readonly Sql LedgerOfCaregiver = new("SELECT CAST(@caregiver AS BIGINT) % 64 AS key");

    static readonly Sql FindByReference = new($$"""
        SELECT {{Remittance.Columns}}, fingerprint
        FROM remittances
        WHERE reference = @reference
        """);

    static readonly Sql Insert = new("""
        INSERT INTO remittances
            (reference, fingerprint, caregiver_id, service_month, events, amount, created_at, actor)
        VALUES (@reference, @fingerprint, @caregiver, @month, 0, 0, @now, @actor)
        ON CONFLICT DO NOTHING
        RETURNING id AS n
        """);

    static readonly Sql InsertByIds = InsertLines("e.id {list ids}");

    // The index finds the starts around the month. The month itself was fixed at registration.
    static readonly Sql InsertByMonth = InsertLines("""
        e.caregiver_id = @caregiver AND e.starts_at >= @from AND e.starts_at < @to AND e.service_month = @month
          AND COALESCE(e.currency = CAST(@currency AS TEXT), TRUE)
          AND (CAST(@organisation AS BIGINT) IS NULL OR e.organisation_id = @organisation)
        """);

    // The unique index of live lines leaves out care events that are already reimbursed.
    static Sql InsertLines(string which) => new($"""
        INSERT INTO remittance_lines (remittance_id, care_event_id)
        SELECT CAST(@remittance AS BIGINT), e.id
        FROM care_events e
        WHERE {which}
        ORDER BY e.id
        ON CONFLICT DO NOTHING
        """);

    static readonly Sql SumUp = new("""
        SELECT e.currency, COUNT(*) AS events, CAST(SUM(e.amount) AS BIGINT) AS amount,
               CASE WHEN COUNT(e.organisation_id) = COUNT(*) AND MIN(e.organisation_id) = MAX(e.organisation_id)
               THEN MIN(e.organisation_id) END AS organisation_id
        FROM remittance_lines l
        JOIN care_events e ON e.id = l.care_event_id
        WHERE l.remittance_id = @remittance
        GROUP BY e.currency
        ORDER BY e.currency
        """);

    static readonly Sql Finish = new($$"""
        UPDATE remittances
        SET organisation_id = @organisation, currency = @currency, events = @events, amount = @amount
        WHERE id = @id
        RETURNING {{Remittance.Columns}}
        """);

    static readonly Sql FindKnown = new("SELECT id FROM care_events WHERE id {list ids}");

    static readonly Sql FindLines =
        new("SELECT care_event_id AS id FROM remittance_lines WHERE remittance_id = @remittance");

    static readonly Sql FindOpenCounterparts = new($"""
        SELECT e.id
        FROM (
            SELECT e.reverses_id AS id
            FROM remittance_lines l
            JOIN care_events e ON e.id = l.care_event_id
            WHERE l.remittance_id = @remittance AND e.reverses_id IS NOT NULL
            UNION ALL
            SELECT reversal.id
            FROM remittance_lines l
            JOIN care_events reversal ON reversal.reverses_id = l.care_event_id
            WHERE l.remittance_id = @remittance) AS e
        {CareEvent.LiveLine}
        WHERE live.care_event_id IS NULL
        ORDER BY e.id
        LIMIT @limit
        """);
}
