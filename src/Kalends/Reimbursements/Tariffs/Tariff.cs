using Kalends.Events.Public;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Tariffs;

/// <summary>The amount that one care event of a type is reimbursed with, in force until the next tariff.</summary>
/// <param name="Id">The id of the tariff.</param>
/// <param name="EventTypeId">The id of the event type.</param>
/// <param name="Amount">The amount in minor units of the type's currency.</param>
/// <param name="InForceFrom">The time from which the tariff is in force, until the next tariff is.</param>
/// <param name="CreatedAt">The time at which the tariff was entered.</param>
/// <param name="CreatedBy">The user who entered the tariff.</param>
sealed record Tariff(
    long Id, long EventTypeId, long Amount, Instant InForceFrom, Instant CreatedAt, string CreatedBy)
{
    /// <summary>
    /// The shortest time between the entry of a tariff and its start. It is longer than care may be registered ahead of
    /// its time and than a registration may take, so that no amount is fixed from the tariff before.
    /// </summary>
    public static readonly TimeSpan Lead = TimeSpan.FromHours(1);

    /// <summary>The start of a type's first tariff if none is given: it has always been in force.</summary>
    public static readonly Instant Always = Instant.FromUtc(1970, 1, 1, 0, 0);

    /// <summary>The entry of the event log about this tariff.</summary>
    public DomainEvent Event(string verb) => new("reimbursements", $"tariff.{verb}", $"event_type/{EventTypeId}",
        new Facts(Id, EventTypeId, Amount, InForceFrom, CreatedAt, CreatedBy));

    sealed record Facts(
        long Id, long EventTypeId, long Amount, Instant InForceFrom, Instant CreatedAt, string CreatedBy);

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
