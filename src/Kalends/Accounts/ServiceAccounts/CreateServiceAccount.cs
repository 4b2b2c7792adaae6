using Kalends.Accounts.Public;
using Kalends.Accounts.Users;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ServiceAccounts;

/// <summary>Creates a service account, whose keys are made by <c>POST /v1/api-keys</c>.</summary>
static class CreateServiceAccount
{
    /// <param name="Name">The name; unique among all users, regardless of case.</param>
    /// <param name="Roles">
    /// One or more of client, provider, manager, accountant, admin; a manager gives the first three.
    /// </param>
    /// <param name="OrganisationId">The organisation; a manager's own if left out.</param>
    public sealed record Input(
        [Text(1, CreateUser.NameMax)] string Name, [Count(1, 5)] IReadOnlyList<Role> Roles,
        [Id] long? OrganisationId = null);

    public static Task<Answer<ServiceAccount>> Run(Input input, Call call)
    {
        CreateUser.CheckName(input.Name, "name");
        var (roles, organisation) = (CreateUser.All(input.Roles), input.OrganisationId ?? call.Scope.OrganisationId);
        if (!call.Scope.All)
            CheckManagers(roles, organisation, call);
        var user = new User(
            TimedId.New(call.Now), input.Name.ToLowerInvariant(), PasswordHash: null, roles, organisation);
        return call.Write(async session =>
        {
            await CheckCount(session, organisation);
            await CreateUser.Store(session, call, user);
            return await ServiceAccount.Find(session, call, user.Id);
        });
    }

    static void CheckManagers(Roles roles, long? organisation, Call call)
    {
        if ((roles & ~ServiceAccount.OfManagers) != Roles.None)
            throw Refused.Invalid(
                "/roles", AccountsErrors.RoleNotYours, "roles may be client, provider and manager only.");
        if (organisation != call.Scope.OrganisationId)
            throw Refused.Invalid(
                "/organisation_id", FaultCode.UnknownOrganisation, "organisation_id must be your organisation.");
    }

    static async Task CheckCount(Session session, long? organisation)
    {
        // The organisation's row is locked, so that two requests at once do not both make the last account.
        if (organisation is null || await session.Number(HoldOrganisation, ("id", organisation)) is null)
            return;
        if (await session.Number(Count, ("id", organisation)) >= ServiceAccount.EnabledMax)
            throw AccountsErrors.TooManyServiceAccounts.Refused(ServiceAccount.EnabledMax);
    }

    static readonly Sql HoldOrganisation = new("SELECT id AS n FROM organisations WHERE id = @id {lock}");

    static readonly Sql Count = new("""
        SELECT COUNT(*) AS n
        FROM users
        WHERE organisation_id = @id AND password_hash IS NULL AND disabled_at IS NULL
        """);
}
