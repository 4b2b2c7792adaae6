namespace Kalends.Messages;

/// <summary>The refusals of contacts and messages.</summary>
static class MessagesErrors
{
    public static readonly Refusal PersonIsErased =
        Refusal.Conflict("erased", "This person is erased; nothing about them can be changed.");
    public static readonly Refusal NoSuchClient = Refusal.NotFound("client");
    public static readonly Refusal NoSuchUser = Refusal.NotFound("user");
    public static readonly Refusal NoSuchMessage = Refusal.NotFound("message");
    public static readonly Refusal NoSuchOrganisation = Refusal.NotFound("organisation");
    public static readonly Refusal NoSuchLink = Refusal.NotFound("link");

    public static readonly Refusal NotYourClient =
        Refusal.Forbidden("You may read the contact of this client, but not change it.");

    public static readonly Refusal MessagesOff = Refusal.Conflict(
        "messages_off", "This installation sends no messages of this kind: the operator has not set them up.");
    public static readonly Refusal NothingToVerify = Refusal.Conflict(
        "nothing_to_verify", "There is no address of this kind, or it is verified already.");
    public static readonly Refusal TooManyCodes = new(
        Reason.TooMany, "too_many_codes", "Several codes were sent lately: wait before you ask for another.")
    {
        RetryAfter = TimeSpan.FromHours(1),
    };
    public static readonly Refusal TooManyRequests = Refusal.Busy(
        "too_many_password_requests", "Too many people ask for a new password at once.");
    public static readonly Refusal TooManyGuests = new(
        Reason.TooMany, "too_many_guests", "Many codes for guests were asked for from this network lately.")
    {
        RetryAfter = TimeSpan.FromHours(1),
    };
    public static readonly Refusal GuestCodeInvalid = new(
        Reason.Unauthenticated, "guest_code_invalid",
        "The code is not valid: it is mistyped, or it has expired or been used. Ask for another one.");
    public static readonly Refusal NoText = Refusal.Conflict(
        "no_text", "The message has no text any more: what it is about has changed, or it is over.");

    /// <summary>The text is no e-mail address.</summary>
    public const string BadEmail = "email";

    /// <summary>The text is no telephone number.</summary>
    public const string BadPhone = "phone";

    /// <summary>The template cannot be read.</summary>
    public const string BadTemplate = "template";

    /// <summary>The template names a value that messages of its kind do not have.</summary>
    public const string UnknownVariable = "unknown_variable";
}
