namespace Kalends.Accounts;

/// <summary>The refusals of accounts and tokens.</summary>
static class AccountsErrors
{
    public static readonly Refusal NoSuchUser = Refusal.NotFound("user");

    public static readonly Refusal NoSuchApiKey = Refusal.NotFound("API key");
    public static readonly Refusal NoSuchServiceAccount = Refusal.NotFound("service account");

    public static readonly Refusal BadCredentials =
        new(Reason.Unauthenticated, "bad_credentials", "The username or the password is wrong.");
    public static readonly Refusal NoBearer = new(
        Reason.Unauthenticated, "token_invalid",
        $"The Authorization header must begin with Bearer. {PlatformErrors.SignIn}");
    public static readonly Refusal TokenInvalid =
        new(Reason.Unauthenticated, "token_invalid", "The token is not valid.");
    public static readonly Refusal TokenNotYetValid =
        new(Reason.Unauthenticated, "token_invalid", "The token is not valid yet.");
    public static readonly Refusal TokenExpired =
        new(Reason.Unauthenticated, "token_expired", "The token has expired.");
    public static readonly Refusal TokenRevoked =
        new(Reason.Unauthenticated, "token_revoked", "This token is no longer valid. Sign in again.");
    public static readonly Refusal RefreshTokenRevoked =
        new(Reason.Unauthenticated, "token_revoked", "This refresh token is no longer valid.");
    public static readonly Refusal NoAccessToken =
        new(Reason.Unauthenticated, "wrong_token_type", "This is not an access token.");
    public static readonly Refusal NoRefreshToken =
        new(Reason.Unauthenticated, "wrong_token_type", "This is not a refresh token.");
    public static readonly Refusal TokenForGraphQL =
        new(Reason.Unauthenticated, "wrong_token_type", "This refresh token is for the GraphQL mutation refresh.");
    public static readonly Refusal TokenForRest =
        new(Reason.Unauthenticated, "wrong_token_type", "This refresh token is for POST /v1/auth/refresh.");

    public static readonly Refusal ApiKeyInvalid = new(
        Reason.Unauthenticated, "api_key_invalid",
        "The API key is not valid: it is mistyped, or it has expired or been revoked or replaced.");
    public static readonly Refusal TicketInvalid = new(
        Reason.Unauthenticated, "ticket_invalid",
        "The ticket is not valid: it is for another path, has expired or has been used. Make another one.");

    public static readonly Refusal TooManyFailures =
        Refusal.TooMany("too_many_sign_ins", "Too many failed sign-ins: wait a moment.");
    public static readonly Refusal TooManySignIns =
        Refusal.Busy("too_many_sign_ins", "Too many people sign in at once.");

    public static readonly Refusal UsernameTaken = Refusal.Conflict("username_taken", "Another user has this name.");
    public static readonly Refusal OrganisationNameTaken =
        Refusal.Conflict("name_taken", "Another organisation has this name.");
    public static readonly Refusal UserIsErased =
        Refusal.Conflict("erased", "This user is erased; nothing about them can be changed.");
    public static readonly Refusal LastAdmin =
        Refusal.Conflict("last_admin", "This is the last admin who may sign in. Create another one first.");
    public static readonly Refusal UserInUse = Refusal.Conflict(
        "user_in_use", "Other records name this user ({places}). Disable the user instead.",
        new Detail("named_in", "string[]", "Where the user is named."));

    public static readonly Refusal TooManyApiKeys =
        Refusal.Conflict("too_many_api_keys", "There are already {max} valid API keys. Revoke one first.");
    public static readonly Refusal TooManyServiceAccounts = Refusal.Conflict(
        "too_many_service_accounts", "The organisation already has {max} service accounts. Disable one first.");
    public static readonly Refusal ApiKeyIsOver =
        Refusal.Conflict("api_key_over", "This API key has expired or been revoked. Make another one.");

    /// <summary>The role is wider than what a manager may give.</summary>
    public const string RoleNotYours = "role_not_yours";

    /// <summary>The password is one of the most common ones, or resembles one.</summary>
    public const string CommonPassword = "common_password";

    /// <summary>The password is not the caller's.</summary>
    public const string WrongPassword = "wrong_password";
}
