namespace Kalends.Messages;

/// <summary>The kinds of messages.</summary>
/// <remarks>Links hold their numbers, so new kinds are added at the end.</remarks>
enum MessageKind
{
    /// <summary>A reservation was confirmed.</summary>
    Confirmation,

    /// <summary>A confirmed reservation was moved.</summary>
    Change,

    /// <summary>A confirmed reservation was cancelled.</summary>
    Cancellation,

    /// <summary>A reservation begins soon.</summary>
    Reminder,

    /// <summary>A visit took place and can be reviewed.</summary>
    ReviewInvitation,

    /// <summary>An e-mail address is to be verified.</summary>
    VerifyEmail,

    /// <summary>A telephone number is to be verified.</summary>
    VerifyPhone,

    /// <summary>An e-mail address is no longer that of a contact.</summary>
    EmailChanged,

    /// <summary>Somebody forgot a password.</summary>
    ResetPassword,

    /// <summary>A guest is to prove an e-mail address.</summary>
    GuestCode,

    /// <summary>A reservation with a provider was confirmed, as the provider is told.</summary>
    ProviderConfirmation,

    /// <summary>A confirmed reservation with a provider was moved, as the provider is told.</summary>
    ProviderChange,

    /// <summary>A confirmed reservation with a provider was cancelled, as the provider is told.</summary>
    ProviderCancellation,

    /// <summary>A confirmed reservation with a provider was moved to another one, as the former is told.</summary>
    ProviderHandover,

    /// <summary>The day of a provider begins: what they have on it.</summary>
    Agenda,
}

static class MessageKinds
{
    /// <summary>Whether a kind tells providers of reservations with them.</summary>
    public static bool IsToProvider(this MessageKind kind) => kind
        is MessageKind.ProviderConfirmation or MessageKind.ProviderChange or MessageKind.ProviderCancellation
        or MessageKind.ProviderHandover;
}

/// <summary>The ways in which a message can reach a person.</summary>
enum MessageChannel
{
    /// <summary>By e-mail.</summary>
    Email,

    /// <summary>
    /// By telephone: another system, such as one that sends text messages, learns of it by the event
    /// <c>message.due</c>.
    /// </summary>
    Phone,
}

/// <summary>The languages of messages.</summary>
enum MessageLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>German.</summary>
    De,

    /// <summary>Swedish.</summary>
    Sv,
}
