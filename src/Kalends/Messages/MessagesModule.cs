using Kalends.GraphQL.Types;
using Kalends.Messages.Contacts;
using Kalends.Messages.Delivery;
using Kalends.Messages.Guests;
using Kalends.Messages.Passwords;
using Kalends.Messages.Sending;
using Kalends.Messages.Templates;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;
using static Kalends.Messages.MessagesAccess;
using static Kalends.Platform.Calls.Access;

namespace Kalends.Messages;

/// <summary>Messages to people: where they can be reached, what they are told, and how it reached them.</summary>
static class MessagesModule
{
    const string Templates = "/organisations/{organisation_id}/message-templates/{kind}/{language}";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var v1 = Routes.Canonical(endpoints, "Messages", typeof(MessagesModule));
        v1.Get<NoInput, Contact>("/me/contact", ReadContact.OfMe, SignedIn);
        v1.Put<ReplaceContact.Input, Contact>("/me/contact", ReplaceContact.OfMe, ChangeOwnContact);
        v1.Act<SendVerification.Input, Nothing>("/me/contact/verification", SendVerification.ToMe, ChangeOwnContact);
        v1.Get<ReadContact.UserInput, Contact>("/users/{id}/contact", ReadContact.OfUser, AdminOnly);
        v1.Put<ReplaceContact.UserInput, Contact>("/users/{id}/contact", ReplaceContact.OfUser, ChangeContacts);
        v1.Get<ReadContact.ClientInput, Contact>("/clients/{id}/contact", ReadContact.OfClient, KeepContacts);
        v1.Put<ReplaceContact.ClientInput, Contact>("/clients/{id}/contact", ReplaceContact.OfClient, KeepContacts);
        v1.Act<SendVerification.ClientInput, Nothing>(
            "/clients/{id}/contact/verification", SendVerification.ToClient, KeepContacts);
        v1.Act<VerifyContact.Input, VerifyContact.Verified>("/contacts/verify", VerifyContact.Run, Anyone);

        v1.List<ListMessages.Input, Message>("/messages", ListMessages.Run, ReadMessages);
        v1.Get<ReadMessage.Input, Message>("/messages/{id}", ReadMessage.Run, ReadMessages);
        v1.Get<ReadMessageText.Input, ReadMessageText.Due>("/messages/{id}/text", ReadMessageText.Run, ReadMessages);

        v1.Get<ReadTemplate.Input, MessageTemplate>(Templates, ReadTemplate.Run, KeepTemplates);
        v1.Put<ReplaceTemplate.Input, MessageTemplate>(Templates, ReplaceTemplate.Run, KeepTemplates);
        v1.Delete<RemoveTemplate.Input, MessageTemplate>(Templates, RemoveTemplate.Run, KeepTemplates);
        v1.Ask<PreviewTemplate.Input, FilledTemplate>(
            $"{Templates}/preview", PreviewTemplate.Run, KeepTemplates, isHeavy: false);

        v1.Act<ForgotPassword.Input, Nothing>("/auth/forgot-password", ForgotPassword.Run, Anyone);
        v1.Act<ResetForgottenPassword.Input, Nothing>("/auth/reset-password", ResetForgottenPassword.Run, Anyone);

        v1.Act<RequestGuestCode.Input, Nothing>("/guests", RequestGuestCode.Run, Anyone);
        v1.Act<IssueGuestToken.Input, IssueGuestToken.GuestSignIn>("/guests/token", IssueGuestToken.Run, Anyone);

        // Mail programs send a form, whose one field says what the address already says (RFC 8058).
        var oneClick = new Routes(
            endpoints, "messages", "Messages", null, "/v1", Reading.Open, ApiDocument.Canonical);
        oneClick.Act<Unsubscribe.Input, Nothing>("/unsubscribe/{token}", Unsubscribe.Run, Anyone);
    }

    public static void Map(Graph graph)
    {
        var (contact, message) = (ContactTypes.Contact(graph), MessageTypes.Message(graph));
        graph.Query<NoInput, Contact>("contactOfMe", contact, ReadContact.OfMe, SignedIn);
        graph.Query<ReadContact.UserInput, Contact>(
            "contactOfUser", contact, ReadContact.OfUser, AdminOnly, of: "User");
        graph.Query<ReadContact.ClientInput, Contact>(
            "contactOfClient", contact, ReadContact.OfClient, KeepContacts, of: "Client");
        graph.Mutation<ReplaceContact.Input, Contact>(
            "replaceContactOfMe", contact, ReplaceContact.OfMe, ChangeOwnContact);
        graph.Mutation<ReplaceContact.UserInput, Contact>(
            "replaceContactOfUser", contact, ReplaceContact.OfUser, ChangeContacts, of: "User");
        graph.Mutation<ReplaceContact.ClientInput, Contact>(
            "replaceContactOfClient", contact, ReplaceContact.OfClient, KeepContacts, of: "Client");
        graph.Mutation<SendVerification.Input, Nothing>(
            "sendVerificationToMe", SendVerification.ToMe, ChangeOwnContact);
        graph.Mutation<SendVerification.ClientInput, Nothing>(
            "sendVerificationToClient", SendVerification.ToClient, KeepContacts, of: "Client");
        graph.Mutation<VerifyContact.Input, VerifyContact.Verified>(
            "verifyContact", VerifyContact.Run, Anyone, answer: payload => payload
                .Field("channel", graph.Words<MessageChannel>(), given => given.Answer.Channel));

        graph.Query<ReadMessage.Input, Message>("message", message, ReadMessage.Run, ReadMessages);
        graph.Connection<ListMessages.Input, Message>("messages", message, ListMessages.Run, ReadMessages);

        var template = TemplateTypes.MessageTemplate(graph);
        graph.Query<ReadTemplate.Input, MessageTemplate>(
            "messageTemplate", template, ReadTemplate.Run, KeepTemplates);
        graph.Mutation<ReplaceTemplate.Input, MessageTemplate>(
            "replaceTemplate", template, ReplaceTemplate.Run, KeepTemplates);
        graph.Mutation<RemoveTemplate.Input, MessageTemplate>(
            "removeTemplate", template, RemoveTemplate.Run, KeepTemplates);
        graph.Query<PreviewTemplate.Input, FilledTemplate>(
            "previewTemplate", TemplateTypes.FilledTemplate(graph), PreviewTemplate.Run, KeepTemplates);

        graph.Mutation<ForgotPassword.Input, Nothing>("forgotPassword", ForgotPassword.Run, Anyone);
        graph.Mutation<ResetForgottenPassword.Input, Nothing>(
            "resetForgottenPassword", ResetForgottenPassword.Run, Anyone);

        graph.Mutation<RequestGuestCode.Input, Nothing>("requestGuestCode", RequestGuestCode.Run, Anyone);
        graph.Mutation<IssueGuestToken.Input, IssueGuestToken.GuestSignIn>(
            "issueGuestToken", IssueGuestToken.Run, Anyone, answer: payload => payload
                .String("accessToken", given => given.Answer.AccessToken)
                .String("tokenType", given => given.Answer.TokenType)
                .Int("expiresIn", given => given.Answer.ExpiresIn)
                .Id("clientId", given => given.Answer.ClientId));
    }
}
