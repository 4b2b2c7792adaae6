using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Reimbursements;

/// <summary>What one care event of a type is reimbursed with, from a moment until the next tariff.</summary>
/// <param name="Id">Names it.</param>
/// <param name="EventTypeId">Of which type.</param>
/// <param name="Amount">In minor units of the type's currency.</param>
/// <param name="InForceFrom">From when on; it is in force until the next one is.</param>
/// <param name="CreatedAt">When it was entered.</param>
/// <param name="CreatedBy">Who entered it.</param>
sealed record Tariff(
    long Id, long EventTypeId, long Amount, Instant InForceFrom, Instant CreatedAt, string CreatedBy)
{
    /// <summary>
    /// How long before it is in force a tariff is entered at the latest: longer than care may be registered ahead of
    /// its time, and than a registration may be under way, so that no amount is frozen from the tariff before it.
    /// </summary>
    public static readonly TimeSpan Lead = TimeSpan.FromHours(1);

    /// <summary>Since always, where a type's first tariff says nothing else.</summary>
    public static readonly Instant Always = Instant.Of(1970, 1, 1);

    public static async Task<Tariff?> Store(Session session, Tariff tariff)
    {
        var id = await session.Number(Insert, ("type", tariff.EventTypeId), ("amount", tariff.Amount),
            ("from", tariff.InForceFrom), ("now", tariff.CreatedAt), ("actor", tariff.CreatedBy));
        return id is null ? null : tariff with { Id = id.Value };
    }

    public static Tariff Read(Row row) => new(
        row.Long("id"), row.Long("event_type_id"), row.Long("amount"), row.At("in_force_from"),
        row.At("created_at"), row.Text("actor"));

    static readonly Sql Insert = new("""
        INSERT INTO tariffs (event_type_id, amount, in_force_from, created_at, actor)
        VALUES (@type, @amount, @from, @now, @actor)
        ON CONFLICT DO NOTHING
        RETURNING id AS n
        """);
}
