using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Reimbursements.Remittances;

/// <summary>Reverses a remittance: it stays visible, and its care events are open again.</summary>
static class ReverseRemittance
{
    /// <param name="Id">The id of the remittance.</param>
    /// <param name="Reason">The reason of the reversal.</param>
    public sealed record Input([Id] long Id, [Text(1, 500)] string? Reason = null);

    public static Task<Answer<Remittance>> Run(Input input, Call call) => call.Write(async session =>
    {
        session.Lock(LockOn.Ledger, LedgersOfLines, ("id", input.Id));
        var standing = await session.One(FindToChange, Remittance.Read, ("id", input.Id))
            ?? throw ReimbursementsErrors.NoSuchRemittance.Refused();
        var reversed = standing.Reverse(call.Now, call.Caller.UserId, input.Reason);

        await session.Run(Mark, ("id", reversed.Id), ("now", reversed.ReversedAt), ("actor", reversed.ReversedBy),
            ("reason", reversed.ReversalReason));
        await session.Run(MarkLines, ("id", reversed.Id), ("now", reversed.ReversedAt));
        await MonthTotals.TakeBack(session, reversed.Id);
        await ProviderLog.Append(session, call, reversed.Event("reversed"));
        return reversed;
    });

    static readonly Sql LedgersOfLines = new("""
        SELECT DISTINCT e.caregiver_id % 64 AS key
        FROM remittance_lines l
        JOIN care_events e ON e.id = l.care_event_id
        WHERE l.remittance_id = @id
        ORDER BY 1
        """);

    static readonly Sql FindToChange = new($$"""
        SELECT {{Remittance.Columns}}
        FROM remittances
        WHERE id = @id
        {lock}
        """);

    static readonly Sql Mark = new("""
        UPDATE remittances
        SET reversed_at = @now, reversed_by = @actor, reason = @reason
        WHERE id = @id AND reversed_at IS NULL
        """);

    static readonly Sql MarkLines = new("""
        UPDATE remittance_lines
        SET reversed_at = @now
        WHERE remittance_id = @id AND reversed_at IS NULL
        """);
}
