namespace Kalends.Providers;

/// <summary>The refusals about providers, clients and invitations.</summary>
static class ProvidersErrors
{
    public static readonly Refusal NoSuchProvider = Refusal.NotFound("provider");
    public static readonly Refusal NoSuchClient = Refusal.NotFound("client");
    public static readonly Refusal NoSuchUser = Refusal.NotFound("user");
    public static readonly Refusal NoSuchInvitation = Refusal.NotFound("invitation");
    public static readonly Refusal NoSuchOrganisation = Refusal.NotFound("organisation");

    public static readonly Refusal UserIsProvider =
        Refusal.Conflict("user_taken", "This user is another provider already.");
    public static readonly Refusal UserIsClient =
        Refusal.Conflict("user_taken", "This user is another client already.");
    public static readonly Refusal ClientIsErased =
        Refusal.Conflict("erased", "This client is erased; nothing about them can be changed.");
    public static readonly Refusal PersonIsProvider = Refusal.Conflict(
        "person_is_provider", "This user is a provider, whose work must be told by name. Delete the provider first.");
    public static readonly Refusal ProviderIsNotDeleted = Refusal.Conflict(
        "provider_not_deleted", "Only a provider who was deleted is erased. Delete the provider first.");
    public static readonly Refusal TooManyInvitations =
        Refusal.Conflict("too_many_invitations", "There are already {max} invitations. Revoke one first.");

    public static readonly Refusal ConsentRequired = new(
        Reason.Forbidden, "consent_required",
        "{member}: a user is bound by themselves, by accepting an invitation or by an admin, and released by " +
        "themselves or an admin.");
    public static readonly Refusal LetGoByManagers = Refusal.Forbidden(
        "organisation_id: only a manager who is not the owner, or an admin, may release somebody.");
    public static readonly Refusal JoinedByBoth = Refusal.Forbidden(
        "organisation_id: joining an organisation requires its manager and the owner, or an admin.");
    public static readonly Refusal TakenInByManagers =
        Refusal.Forbidden("Only a manager may take somebody into an organisation.");
    public static readonly Refusal CannotOwn =
        Refusal.Forbidden("Your roles do not allow you to own this kind of record.");

    /// <summary>The time zone is not in the IANA database.</summary>
    public const string UnknownTimeZone = "unknown_time_zone";

    /// <summary>A currency is given without a cost.</summary>
    public const string WithoutCost = "without_cost";
}
