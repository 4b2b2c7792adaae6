using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Messages.Contacts;

/// <summary>The schema types of contacts.</summary>
static class ContactTypes
{
    public static ObjectBuilder<Contact> Contact(Graph graph)
    {
        var preference = graph.Words<MessagePreference>();
        var preferences = graph.Schema
            .Object<MessagePreferences>("MessagePreferences", Docs.Of(typeof(MessagePreferences)))
            .Field("confirmation", preference, one => one.Confirmation)
            .Field("change", preference, one => one.Change)
            .Field("cancellation", preference, one => one.Cancellation)
            .Field("reminder", preference, one => one.Reminder)
            .Field("reviewInvitation", preference, one => one.ReviewInvitation)
            .Field("bookings", preference, one => one.Bookings)
            .Field("agenda", preference, one => one.Agenda)
            .String("agendaTime", one => one.AgendaTime);
        return graph.Schema.Object<Contact>("Contact", Docs.Of(typeof(Contact)))
            .StringOrNull("email", contact => contact.Email)
            .Field("emailVerifiedAt", graph.DateTime.OrNull(), contact => contact.EmailVerifiedAt)
            .StringOrNull("phone", contact => contact.Phone)
            .Field("phoneVerifiedAt", graph.DateTime.OrNull(), contact => contact.PhoneVerifiedAt)
            .Field("language", graph.Words<MessageLanguage>(), contact => contact.Language)
            .Field("preferences", preferences, contact => contact.Preferences)
            .Field("updatedAt", graph.DateTime.OrNull(), contact => contact.UpdatedAt)
            .String("version", contact => contact.Tag.ToString())
            .Describe("version", "The ETag of the contact, for ifMatch.");
    }
}
