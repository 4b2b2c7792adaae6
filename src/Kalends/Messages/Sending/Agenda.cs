using Kalends.Messages.Contacts;
using Kalends.Messages.Links;
using Kalends.Messages.Templates;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Public;

namespace Kalends.Messages.Sending;

/// <summary>The agenda of a provider who keeps their own calendar: what is left of their day.</summary>
sealed record Agenda(Agenda.Keeper Provider, Interval Day, DayAgenda Left)
{
    public sealed record Keeper(
        long Id, string Name, DateTimeZone Zone, long? OrganisationId, string? Organisation);

    /// <summary>
    /// The agenda that a message is about; null if there is nothing left to tell, or nobody to tell it to.
    /// </summary>
    public static async Task<Agenda?> Find(Session session, QueuedMessage queued, Contact contact, Instant now)
    {
        if (queued.StartsAt is not { } start
            || await session.One(FindKeeper, ReadKeeper, ("user", contact.UserId)) is not { } keeper)
            return null;
        var day = new Interval(start, queued.ExpiresAt);
        var left = await DayAgenda.Find(
            session, keeper.Id, new Interval(Instant.Max(now, day.Start), day.End), start.InZone(keeper.Zone).Date);
        return left.IsEmpty ? null : new Agenda(keeper, day, left);
    }

    /// <summary>Writes the message.</summary>
    public async Task<Writing> Write(Session session, Call call, Contact contact, string address)
    {
        var settings = call.Settings<MessagesSettings>();
        var end = await MessageCode.ToEnd(session, call, contact.Id, MessageKind.Agenda);
        var values = new Dictionary<string, string>
        {
            ["name"] = Provider.Name,
            ["organisation"] = Provider.Organisation ?? settings.SenderName,
            ["count"] = $"{Left.Bookings.Count}",
            ["bookings"] = string.Join('\n', Left.Bookings.Select(one => Line(
                one.StartsAt, one.EndsAt, one.Service is null ? one.Client : $"{one.Service}, {one.Client}"))),
            ["closed"] = string.Join('\n', Left.Closed.Select(one => Line(one.StartsAt, one.EndsAt, one.Reason))
                .Prepend(Left.ClosedDay).OfType<string>()),
            ["unsubscribe_link"] = settings.LinkTo($"unsubscribe/{end}"),
        };
        TemplateValues.AddTimes(values, Day.Start, Day.End, Provider.Zone, contact.Language);
        var template = await TemplateStore.Find(
            session, Provider.OrganisationId, MessageKind.Agenda, contact.Language);
        return new Writing(
            address, await template.Fill(values), Calendar: null, settings.ApiAt($"/v1/unsubscribe/{end}"));
    }

    string Line(Instant starts, Instant ends, string what) => FilledTemplate.OneLine(
        $"{TimeOf(Instant.Max(starts, Day.Start))}–{(ends >= Day.End ? "24:00" : TimeOf(ends))} {what}");

    string TimeOf(Instant at) => TemplateValues.TimeOf(at.InZone(Provider.Zone).TimeOfDay);

    static Keeper ReadKeeper(Row row) => new(
        row.Long("id"), row.Text("name"), Providers.Public.Zone.Of(row.Text("time_zone")),
        row.LongOrNull("organisation_id"), row.TextOrNull("organisation"));

    static readonly Sql FindKeeper = new("""
        SELECT p.id, p.name, p.time_zone, p.organisation_id, o.name AS organisation
        FROM public_providers p
        LEFT JOIN public_organisations o ON o.id = p.organisation_id
        WHERE p.user_id = @user AND p.owner_user_id = @user AND p.deleted_at IS NULL
        """);
}
