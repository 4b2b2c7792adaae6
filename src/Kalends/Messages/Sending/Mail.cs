using MimeKit;
using MimeKit.Text;

namespace Kalends.Messages.Sending;

/// <summary>Makes the mail of a message: text, HTML and calendar (RFC 2046, RFC 6047).</summary>
static class Mail
{
    /// <param name="writing">The message.</param>
    /// <param name="sender">The sender.</param>
    /// <param name="id">The Message-ID, the same at each attempt.</param>
    /// <param name="now">The date.</param>
    public static MimeMessage Of(Writing writing, MailboxAddress sender, string id, Instant now)
    {
        var mail = new MimeMessage
        {
            MessageId = id,
            Date = now.ToDateTimeOffset(),
            Subject = writing.Filled.Subject,
            Body = BodyOf(writing),
        };
        mail.From.Add(sender);
        mail.To.Add(new MailboxAddress("", writing.Address));
        // Answering machines stay silent (RFC 3834).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (writing.EndLink is { } link)
        {
            mail.Headers.Add(HeaderId.ListUnsubscribe, $"<{link}>");
            mail.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }
        return mail;
    }

    static MimeEntity BodyOf(Writing writing)
    {
        var body = new MultipartAlternative
        {
            new TextPart(TextFormat.Plain) { Text = writing.Filled.Text },
            new TextPart(TextFormat.Html) { Text = writing.Filled.Html },
        };
        if (writing.Calendar is not { } calendar)
            return body;
        var attached = new TextPart("calendar")
        {
            Text = calendar.Text,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = "invite.ics" },
            ContentTransferEncoding = ContentEncoding.Base64,
        };
        attached.ContentType.Parameters.Add("method", calendar.Method);
        return new Multipart("mixed") { body, attached };
    }
}
