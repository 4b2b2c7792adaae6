using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Tariffs;

/// <summary>A kind of care event (FHIR ChargeItemDefinition).</summary>
/// <param name="Id">The id of the event type.</param>
/// <param name="Name">The unique name of the event type.</param>
/// <param name="Currency">The currency of its amounts (ISO 4217).</param>
/// <param name="Amount">The amount of the tariff in force now, in minor units; null if no tariff is in force.</param>
/// <param name="CreatedAt">The time at which the event type was created.</param>
/// <param name="ClosedAt">The time of the closing: care that starts then or later cannot be registered.</param>
sealed record EventType(
    long Id, string Name, string Currency, long? Amount, Instant CreatedAt, Instant? ClosedAt)
{
    /// <summary>The entry of the event log about this event type.</summary>
    public DomainEvent Event(string verb) => new("reimbursements", $"event_type.{verb}", $"event_type/{Id}", new Facts(
        Id, Name, Currency, Amount, CreatedAt, ClosedAt));

    sealed record Facts(
        long Id, string Name, string Currency, long? Amount, Instant CreatedAt, Instant? ClosedAt);

    /// <summary>Finds an event type and locks it until the end of the transaction, or refuses the request.</summary>
    public static async Task<EventType> FindToChange(Session session, Call call, long id)
    {
        if (await session.Number(Lock, ("id", id)) is null)
            throw ReimbursementsErrors.NoSuchEventType.Refused();
        return await Find(session, call.Now, id);
    }

    /// <summary>Finds an event type with its tariff at a given time, or refuses the request.</summary>
    public static async Task<EventType> Find(Session session, Instant now, long id) =>
        await session.One(FindById, Read, ("id", id), ("now", now))
            ?? throw ReimbursementsErrors.NoSuchEventType.Refused();

    /// <summary>
    /// The columns that <see cref="Read"/> reads from a type <c>t</c>, with its tariff at <c>@now</c>.
    /// </summary>
    public const string Columns = """
        t.id, t.name, t.currency, t.created_at, t.closed_at,
        (SELECT f.amount FROM tariffs f WHERE f.event_type_id = t.id AND f.in_force_from <= @now
         ORDER BY f.in_force_from DESC LIMIT 1) AS amount
        """;

    public static EventType Read(Row row) => new(
        row.Long("id"), row.Text("name"), row.Text("currency"), row.LongOrNull("amount"), row.At("created_at"),
        row.AtOrNull("closed_at"));

    const string ById = "SELECT id AS n FROM event_types WHERE id = @id";

    /// <summary>
    /// Finds an event type that another row is to name. Nobody deletes it before that transaction commits; many
    /// transactions may hold this lock at a time.
    /// </summary>
    public static readonly Sql FindToName = new(ById, $"{ById} FOR KEY SHARE");

    static readonly Sql Lock = new("SELECT id AS n FROM event_types WHERE id = @id {lock}");

    static readonly Sql FindById = new($$"""
        SELECT {{Columns}}
        FROM event_types t
        WHERE t.id = @id
        """);
}
