using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>Logs who reads what of a client's record, unless it is the client.</summary>
static class ClientReads
{
    static readonly TimeSpan Stretch = TimeSpan.FromMinutes(15);

    // Calendar programs read a feed many times a day.
    static readonly TimeSpan StretchOfCalendars = TimeSpan.FromDays(1);

    /// <summary>
    /// Logs a read of some clients before it is answered; if that fails, so does the read. One row stands for all reads
    /// of a stretch of time, so most reads find theirs and write nothing.
    /// </summary>
    public static async Task Log(Call call, ReadKind kind, params IEnumerable<long> clients)
    {
        var ids = call.Scope.IsStaff ? clients.Distinct().ToList() : [];
        if (ids.Count == 0)
            return;

        var since = BeginOf(call.Now, kind == ReadKind.Calendar ? StretchOfCalendars : Stretch);
        (string, object?)[] values =
        [
            ("reader", call.Caller.UserId), ("kind", kind), ("since", since), ("now", call.Now),
            ("organisation", call.Caller.OrganisationId),
        ];
        var missing = await call.Read(async session =>
            await session.All(FindMissing, row => row.Long("id"), [.. values, ("ids", ids)]));
        if (missing.Count > 0)
            await call.Detached().Write(async session => await session.Run(Insert, [.. values, ("ids", missing)]));
    }

    static Instant BeginOf(Instant now, TimeSpan stretch) =>
        Instants.FromMicros(now.Micros - (now.Micros % stretch.Micros + stretch.Micros) % stretch.Micros);

    static readonly Sql FindMissing = new("""
        SELECT c.id
        FROM clients c
        WHERE c.id {list ids} AND (c.user_id IS NULL OR c.user_id <> @reader)
          AND NOT EXISTS (
              SELECT 1
              FROM client_reads r
              WHERE r.client_id = c.id AND r.since = @since AND r.reader = @reader AND r.kind = @kind)
        """);

    // In the order of the ids, so that two that log the same clients do not wait for each other crosswise.
    static readonly Sql Insert = new("""
        INSERT INTO client_reads (client_id, since, reader, kind, read_at, organisation_id)
        SELECT c.id, @since, @reader, @kind, @now, CAST(@organisation AS BIGINT)
        FROM clients c
        WHERE c.id {list ids}
        ORDER BY c.id
        ON CONFLICT DO NOTHING
        """);
}
