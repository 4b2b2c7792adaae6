using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Reimbursements;

/// <summary>A kind of care event (FHIR ChargeItemDefinition).</summary>
/// <param name="Id">Names it.</param>
/// <param name="Name">Its unique name.</param>
/// <param name="Currency">What it is paid in (ISO 4217).</param>
/// <param name="Amount">The tariff in force now, in minor units; null where none is.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ClosedAt">From when on care of this kind is not registered any more.</param>
sealed record EventType(
    long Id, string Name, string Currency, long? Amount, Instant CreatedAt, Instant? ClosedAt)
{
    /// <summary>A type, or the refusal that there is none; locked until the end of the transaction.</summary>
    public static async Task<EventType> FindToChange(Session session, Call call, long id)
    {
        if (await session.Number(Lock, ("id", id)) is null)
            throw ReimbursementsErrors.NoSuchEventType.Refused();
        return await Find(session, call.Now, id);
    }

    /// <summary>A type with its tariff of a moment, or the refusal that there is none.</summary>
    public static async Task<EventType> Find(Session session, Instant now, long id) =>
        await session.One(FindById, Read, ("id", id), ("now", now))
            ?? throw ReimbursementsErrors.NoSuchEventType.Refused();

    /// <summary>What <see cref="Read"/> reads of a type <c>t</c>, with its tariff at <c>@now</c>.</summary>
    public const string Columns = """
        t.id, t.name, t.currency, t.created_at, t.closed_at,
        (SELECT f.amount FROM tariffs f WHERE f.event_type_id = t.id AND f.in_force_from <= @now
         ORDER BY f.in_force_from DESC LIMIT 1) AS amount
        """;

    public static EventType Read(Row row) => new(
        row.Long("id"), row.Text("name"), row.Text("currency"), row.LongOrNull("amount"), row.At("created_at"),
        row.AtOrNull("closed_at"));

    static readonly Sql Lock = new("SELECT id AS n FROM event_types WHERE id = @id {lock}");

    static readonly Sql FindById = new($$"""
        SELECT {{Columns}}
        FROM event_types t
        WHERE t.id = @id
        """);
}
