using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Tariffs;

/// <summary>Creates a kind of care event with its first tariff.</summary>
static class CreateEventType
{
    /// <param name="Name">The unique name of the event type.</param>
    /// <param name="Currency">The currency of its amounts: a code of ISO 4217.</param>
    /// <param name="Amount">The amount of the first tariff, in minor units of the currency.</param>
    /// <param name="InForceFrom">
    /// The time from which the tariff is in force; if it is left out, the tariff has always been in force.
    /// </param>
    public sealed record Input(
        [Text(1, 100)] string Name, [Text(3, 3)] string Currency, [Number(0, Money.Max)] long Amount,
        Instant? InForceFrom = null);

    public static Task<Answer<EventType>> Run(Input input, Call call)
    {
        var amount = Money.Of(input.Amount, input.Currency);
        var from = input.InForceFrom ?? Tariff.Always;
        if (from < Tariff.Always)
            throw Refused.Invalid(
                "/in_force_from", FaultCode.OutOfRange, "A tariff comes into force in 1970 or later.");
        return call.Write(session => Store(session, call, input.Name, amount, from));
    }

    static async Task<EventType> Store(Session session, Call call, string name, Money amount, Instant from)
    {
        var id = await session.Number(
                Insert, ("name", name), ("currency", amount.Currency.Code), ("now", call.Now))
            ?? throw ReimbursementsErrors.EventTypeNameTaken.Refused();
        var tariff = await Tariff.Store(
            session, new Tariff(0, id, amount.Minor, from, call.Now, call.Caller.UserId));
        var type = await EventType.Find(session, call.Now, id);
        var created = type.Event("created");
        await EventLog.Append(session, call, created with
        {
            Data = new { EventType = created.Data, Tariff = tariff!.Event("added").Data },
        });
        return type;
    }

    static readonly Sql Insert = new("""
        INSERT INTO event_types (name, currency, created_at)
        VALUES (@name, @currency, @now)
        ON CONFLICT DO NOTHING
        RETURNING id AS n
        """);
}
