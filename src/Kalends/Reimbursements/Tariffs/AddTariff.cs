using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Tariffs;

/// <summary>Adds a tariff to an event type, in force from a future time.</summary>
static class AddTariff
{
    /// <param name="Id">The id of the event type.</param>
    /// <param name="Amount">The amount in minor units of the type's currency.</param>
    /// <param name="InForceFrom">The time from which the tariff is in force: an hour from now at the earliest.</param>
    public sealed record Input([Id] long Id, [Number(0, Money.Max)] long Amount, Instant InForceFrom);

    public static Task<Answer<Tariff>> Run(Input input, Call call)
    {
        if (input.InForceFrom < call.Now + Tariff.Lead)
            throw Refused.Invalid("/in_force_from", ReimbursementsErrors.NotInTheFuture,
                "A tariff comes into force an hour after its entry at the earliest, because registered amounts do " +
                "not change.");
        return call.Write(session => Store(session, input, call));
    }

    static async Task<Tariff> Store(Session session, Input input, Call call)
    {
        var type = await EventType.FindToChange(session, call, input.Id);
        if (type.ClosedAt is not null)
            throw ReimbursementsErrors.EventTypeClosed.Refused();
        var tariff = await Tariff.Store(
                session, new Tariff(0, type.Id, input.Amount, input.InForceFrom, call.Now, call.Caller.UserId))
            ?? throw ReimbursementsErrors.TariffExists.Refused();
        await EventLog.Append(session, call, tariff.Event("added"));
        return tariff;
    }
}
