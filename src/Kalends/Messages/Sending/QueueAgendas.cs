using Kalends.Messages.Contacts;
using Kalends.Messages.Delivery;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Public;
using NodaTime.Text;

namespace Kalends.Messages.Sending;

/// <summary>
/// Queues the agenda of the day to each provider who wants one, at the time that they chose by the clocks of their
/// calendar. Where the clocks skip that time it is as much later; where they show it twice, the first one counts.
/// </summary>
/// <remarks>
/// As with reminders, a round continues where the one before ended, and the unique key of messages lets each day be
/// queued once. What was due while the server was down is sent late, while there is something left of the day.
/// </remarks>
static class QueueAgendas
{
    const int AtOnce = 200;

    static readonly DueRounds Rounds = new("agendas_until");

    /// <summary>One round of the background job.</summary>
    public static Task Run(Call call) => Rounds.Run(call, from => Queue(call, from));

    static async Task Queue(Call call, Instant from)
    {
        var place = (long?)0;
        do
        {
            var keepers = await call.Read(async session =>
                await session.All(FindKeepers, Keeper.Read, ("after", place), ("most", (long)AtOnce)));
            var messages = await call.Read(session => Messages(session, call, keepers, from));
            await DueRounds.Queue(call, messages);
            place = keepers.Count < AtOnce ? null : keepers[^1].Contact.Id;
        }
        while (place is not null);
    }

    static async Task<List<NewMessage>> Messages(
        Session session, Call call, IReadOnlyList<Keeper> keepers, Instant from)
    {
        var messages = new List<NewMessage>();
        foreach (var keeper in keepers)
        {
            var date = call.Now.InZone(keeper.Zone).Date;
            if (keeper.DueOn(date) is var due && due > from && due <= call.Now
                && Recipient.Of(keeper.Contact, call, MessageKind.Agenda) is { } recipient
                && !(await DayAgenda.Find(session, keeper.ProviderId, keeper.RestOf(date, call.Now), date)).IsEmpty)
                messages.Add(keeper.MessageFor(date, recipient));
        }
        return messages;
    }

    /// <summary>A provider who keeps their own calendar and wants an agenda.</summary>
    sealed record Keeper(Contact Contact, long ProviderId, long? OrganisationId, DateTimeZone Zone)
    {
        public Instant DueOn(LocalDate date) => date
            .At(LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(Contact.Preferences.AgendaTime).Value)
            .InZoneLeniently(Zone).ToInstant();

        public Interval RestOf(LocalDate date, Instant now) => new(now, EndOf(date));

        public NewMessage MessageFor(LocalDate date, Recipient recipient) => new(
            $"agenda/{Contact.Id}/{LocalDatePattern.Iso.Format(date)}", MessageKind.Agenda, recipient.Channel,
            recipient.ContactId, Revision: 0, EndOf(date))
        {
            OrganisationId = OrganisationId,
            StartsAt = Zone.AtStartOfDay(date).ToInstant(),
        };

        Instant EndOf(LocalDate date) => Zone.AtStartOfDay(date.PlusDays(1)).ToInstant();

        public static Keeper Read(Row row) => new(
            Contact.Read(row), row.Long("provider_id"), row.LongOrNull("organisation_id"),
            Providers.Public.Zone.Of(row.Text("time_zone")));
    }

    static readonly Sql FindKeepers = new($"""
        SELECT {Contact.ColumnsOf("c.")}, p.id AS provider_id, p.organisation_id, p.time_zone
        FROM contacts c
        JOIN public_providers p ON p.user_id = c.user_id AND p.owner_user_id = c.user_id
        WHERE c.agenda <> 'none' AND c.id > @after AND p.deleted_at IS NULL
        ORDER BY c.id
        LIMIT @most
        """);
}
