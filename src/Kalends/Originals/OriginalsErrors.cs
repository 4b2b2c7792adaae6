namespace Kalends.Originals;

/// <summary>The refusals of the original services' routes, in addition to those of the use cases.</summary>
static class OriginalsErrors
{
    public static readonly Refusal NoSuchServiceProvider = Refusal.NotFound("service provider");

    public static readonly Refusal WrongUser =
        new(Reason.Forbidden, "wrong_user", "The header names another user than the token does.");
    public static readonly Refusal WrongClient =
        new(Reason.Forbidden, "wrong_client", "Another client made this reservation.");
    public static readonly Refusal MalformedForm = new(
        Reason.Malformed, "malformed_form", "The body is not a well-formed form of at most {max} fields.");
}
