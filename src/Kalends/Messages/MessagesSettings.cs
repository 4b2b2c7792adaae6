using System.ComponentModel.DataAnnotations;
using MimeKit;

namespace Kalends.Messages;

/// <summary>How messages leave.</summary>
sealed record MessagesSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Mail";

    /// <summary>The SMTP server; without one, and without a folder, no mail is sent.</summary>
    public string Host { get; init; } = "";

    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    /// <summary>How the connection is encrypted.</summary>
    public MailTls Tls { get; init; } = MailTls.StartTls;

    /// <summary>The user name at the SMTP server; none if it asks for none.</summary>
    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>A folder that gets the mail as files instead, for development.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The sender, with or without a name.</summary>
    public string From { get; init; } = "";

    /// <summary>The address of the pages to which the links of messages lead.</summary>
    public string Links { get; init; } = "";

    /// <summary>The address at which mail programs reach this API; that of the links by default.</summary>
    public string Api { get; init; } = "";

    /// <summary>The language of those who have chosen none.</summary>
    public MessageLanguage Language { get; init; } = MessageLanguage.En;

    /// <summary>Whether other systems send messages to telephones, on the event <c>message.due</c>.</summary>
    public bool Phones { get; init; }

    /// <summary>Seconds between two rounds that send what is due; 0 turns them off.</summary>
    [Range(0, 3600)]
    public int RoundSeconds { get; init; } = 5;

    /// <summary>Seconds within which each step of sending must succeed.</summary>
    [Range(1, 300)]
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>Messages that are sent in a minute at most.</summary>
    [Range(1, 100_000)]
    public int PerMinute { get; init; } = 600;

    /// <summary>Days for which the list of messages keeps those that are over.</summary>
    [Range(1, 3660)]
    public int KeepDays { get; init; } = 90;

    /// <summary>Codes for guests that one e-mail address gets in an hour.</summary>
    [Range(1, 1000)]
    public int GuestCodesPerAddress { get; init; } = 5;

    /// <summary>Codes for guests that are sent in an hour at the request of one network.</summary>
    [Range(1, 100_000)]
    public int GuestCodesPerNetwork { get; init; } = 30;

    public bool SendsMail => Host.Length > 0 || Folder.Length > 0;

    public bool IsOn => SendsMail || Phones;

    public bool Has(MessageChannel channel) => channel == MessageChannel.Email ? SendsMail : Phones;

    /// <summary>A link of a message to a page.</summary>
    public string LinkTo(string page) => $"{Links.TrimEnd('/')}/{page}";

    /// <summary>The address of a route of this API.</summary>
    public string ApiAt(string path) => $"{(Api.Length == 0 ? Links : Api).TrimEnd('/')}{path}";

    public MailboxAddress Sender => MailboxAddress.Parse(From);

    /// <summary>The name of the sender, where no organisation has one.</summary>
    public string SenderName =>
        !SendsMail ? "" : Sender is { Name: { Length: > 0 } name } ? name : Sender.Address;

    /// <summary>The messages of one round.</summary>
    public int RoundMax => Math.Max(1, (int)((long)PerMinute * Math.Max(RoundSeconds, 1) / 60));

    static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https");

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (Host.Length > 0 && Folder.Length > 0)
            yield return new ValidationResult("Host and Folder exclude each other.");
        if (SendsMail && !MailboxAddress.TryParse(From, out _))
            yield return new ValidationResult("From must be an e-mail address, such as Clinic <hello@example.org>.");
        if (IsOn && !(IsAddress(Links) && (Api.Length == 0 || IsAddress(Api))))
            yield return new ValidationResult("Links and Api must be addresses that begin with https:// or http://.");
        if (User.Length > 0 && Tls == MailTls.None)
            yield return new ValidationResult("A password is sent only over an encrypted connection: set Tls.");
    }
}

/// <summary>How the connection to an SMTP server is encrypted.</summary>
enum MailTls
{
    /// <summary>It must be encrypted by STARTTLS.</summary>
    StartTls,

    /// <summary>It is encrypted from the start.</summary>
    Tls,

    /// <summary>It is not encrypted, for a relay on this machine.</summary>
    None,
}
