using Kalends.Messages.Contacts;
using Kalends.Messages.Delivery;
using Kalends.Messages.Guests;
using Kalends.Messages.Links;
using Kalends.Messages.Templates;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Public;

namespace Kalends.Messages.Sending;

/// <summary>A message as it is written at the moment at which it is sent.</summary>
/// <param name="Address">The address that it goes to.</param>
/// <param name="Filled">The filled-in template.</param>
/// <param name="Calendar">The reservation for the person's calendar, in messages about changes of it.</param>
/// <param name="EndLink">The address by which a mail program ends such messages; null if nobody can.</param>
sealed record Writing(string Address, FilledTemplate Filled, CalendarMessage.Written? Calendar, string? EndLink)
{
    /// <summary>Writes a message, or says why it is of no use any more.</summary>
    public static async Task<(Writing? Writing, MessageProblem? Problem)> Of(
        Session session, Call call, QueuedMessage queued)
    {
        if (queued.ExpiresAt <= call.Now)
            return (null, MessageProblem.Expired);
        if (!call.Settings<MessagesSettings>().Has(queued.Channel))
            return (null, MessageProblem.TurnedOff);
        if (queued.Kind == MessageKind.GuestCode)
            return await ToGuest(session, call, queued.Revision) is { } toGuest
                ? (toGuest, null)
                : (null, MessageProblem.Outdated);
        var contact = queued.ContactId is { } id ? await ContactStore.ById(session, id) : null;
        if (contact is null)
            return (null, MessageProblem.NoAddress);
        var (address, problem) = AddressOf(queued, contact);
        if (address is null)
            return (null, problem);

        var visit = queued.Message.ReservationId is { } reservation
            ? await Visit.Find(session, reservation, queued.Kind, queued.Revision)
            : null;
        if (queued.Message.ReservationId is not null && visit?.IsFor(queued, contact, call.Now) is not true)
            return (null, MessageProblem.Outdated);
        try
        {
            if (queued.Kind != MessageKind.Agenda)
                return (await Write(session, call, queued, contact, visit, address), null);
            return await Agenda.Find(session, queued, contact, call.Now) is { } agenda
                ? (await agenda.Write(session, call, contact, address), null)
                : (null, MessageProblem.Outdated);
        }
        catch (InvalidOperationException)
        {
            // The template was checked when it was stored; what a later version of the product refuses ends here.
            return (null, MessageProblem.BadTemplate);
        }
    }

    static async Task<Writing?> ToGuest(Session session, Call call, long requestId)
    {
        if (await GuestRequest.Find(session, requestId, call.Now) is not { } request)
            return null;
        var values = new Dictionary<string, string>
        {
            ["name"] = request.Name,
            ["organisation"] = call.Settings<MessagesSettings>().SenderName,
            ["code"] = await GuestCode.Of(session, call, requestId),
        };
        var template = ShippedTemplates.Of(MessageKind.GuestCode, request.Language);
        return new Writing(request.Email, await template.Fill(values), Calendar: null, EndLink: null);
    }

    static (string? Address, MessageProblem? Problem) AddressOf(QueuedMessage queued, Contact contact)
    {
        string? Present(string? address, long version) => version == queued.Revision ? address : null;
        return queued.Kind switch
        {
            MessageKind.EmailChanged => (queued.Address, MessageProblem.NoAddress),
            MessageKind.VerifyEmail => (Present(contact.Email, contact.EmailVersion), MessageProblem.Outdated),
            MessageKind.VerifyPhone => (Present(contact.Phone, contact.PhoneVersion), MessageProblem.Outdated),
            MessageKind.ResetPassword => (
                Present(contact.AddressFor(MessageChannel.Email), contact.EmailVersion), MessageProblem.NoAddress),
            _ when contact.Preferences.For(queued.Kind) == MessagePreference.None => (null, MessageProblem.Unwanted),
            _ => (contact.AddressFor(queued.Channel), MessageProblem.NoAddress),
        };
    }

    static async Task<Writing> Write(
        Session session, Call call, QueuedMessage queued, Contact contact, Visit? visit, string address)
    {
        var settings = call.Settings<MessagesSettings>();
        var person = (await Person.Of(session, contact))!;
        var toProvider = queued.Kind.IsToProvider();
        var values = new Dictionary<string, string>
        {
            ["name"] = (toProvider ? visit?.Provider : visit?.Client) ?? person.Name,
            ["username"] = person.Name,
            ["organisation"] = visit?.Organisation ?? person.Organisation ?? settings.SenderName,
        };
        var end = visit is null ? null : await MessageCode.ToEnd(session, call, contact.Id, queued.Kind);
        if (visit is not null)
            AddVisit(values, visit, toProvider ? visit.ProviderTimeZone : visit.TimeZone, contact, settings, end!);
        if (visit is not null && !toProvider)
            await AddLinks(session, call, values, visit);
        if (visit is null)
            await AddCode(session, call, values, queued);

        var template = await TemplateStore.Find(
            session, queued.Message.OrganisationId ?? person.OrganisationId, queued.Kind, contact.Language);
        return new Writing(
            address, await template.Fill(values),
            (toProvider
                || queued.Kind is MessageKind.Confirmation or MessageKind.Change or MessageKind.Cancellation)
                && queued.Channel == MessageChannel.Email
                ? await CalendarMessage.Write(
                    session, visit!.Id, settings.Sender.Address, address, toProvider, call.Now,
                    queued.Kind == MessageKind.ProviderHandover ? queued.Revision : null)
                : null,
            end is null ? null : settings.ApiAt($"/v1/unsubscribe/{end}"));
    }

    static void AddVisit(
        Dictionary<string, string> values, Visit visit, string timeZone, Contact contact, MessagesSettings settings,
        string end)
    {
        values["provider"] = visit.Provider;
        values["client"] = visit.Client;
        values["service"] = visit.Service;
        values["place"] = visit.Place;
        TemplateValues.AddTimes(
            values, visit.StartsAt, visit.EndsAt, Providers.Public.Zone.Of(timeZone), contact.Language);
        values["unsubscribe_link"] = settings.LinkTo($"unsubscribe/{end}");
    }

    /// <summary>Links with which somebody acts as the client.</summary>
    static async Task AddLinks(Session session, Call call, Dictionary<string, string> values, Visit visit)
    {
        var settings = call.Settings<MessagesSettings>();
        var manage = await ManageLink.TokenOf(session, call, visit.Id, visit.StartsAt);
        values["manage_link"] = settings.LinkTo($"reservations/{manage}");
        values["review_link"] = settings.LinkTo($"reviews/{visit.ProviderId}");
    }

    static async Task AddCode(Session session, Call call, Dictionary<string, string> values, QueuedMessage queued)
    {
        var settings = call.Settings<MessagesSettings>();
        var code = await MessageCode.Of(session, call, queued.Id);
        values["code"] = code;
        values["verify_link"] = settings.LinkTo($"verify/{code}");
        values["reset_link"] = settings.LinkTo($"reset-password/{code}");
    }

    /// <summary>The name of the client or of the user whose contact it is.</summary>
    sealed record Person(string Name, long? OrganisationId, string? Organisation)
    {
        public static ValueTask<Person?> Of(Session session, Contact contact) => contact.ClientId is { } client
            ? session.One(FindClient, Read, ("id", client))
            : session.One(FindUser, Read, ("id", contact.UserId));

        static Person Read(Row row) => new(
            row.Text("name"), row.LongOrNull("organisation_id"), row.TextOrNull("organisation"));

        static readonly Sql FindClient = new("""
            SELECT TRIM(c.first_name || ' ' || c.last_name) AS name, c.organisation_id, o.name AS organisation
            FROM public_clients c
            LEFT JOIN public_organisations o ON o.id = c.organisation_id
            WHERE c.id = @id
            """);

        static readonly Sql FindUser = new("""
            SELECT u.username AS name, u.organisation_id, o.name AS organisation
            FROM public_users u
            LEFT JOIN public_organisations o ON o.id = u.organisation_id
            WHERE u.id = @id
            """);
    }
}
