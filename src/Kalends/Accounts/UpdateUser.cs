using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>Changes what a user may be, or gives them a new password; both end their sign-ins.</summary>
static class UpdateUser
{
    /// <param name="Id">Whom, by their UUID.</param>
    /// <param name="Roles">All that they may be from now on.</param>
    /// <param name="OrganisationId">The organisation a manager manages; left out, none.</param>
    /// <param name="Password">A new password of at least 8 characters; left out, the old one stays.</param>
    public sealed record Input(
        [Text(36, 36)] string Id,
        [Count(1, 5)] IReadOnlyList<CreateUser.Role> Roles,
        [Id] long? OrganisationId = null,
        [Text(8, 200, Secret = true)] string? Password = null);

    public static Task<UserView> Run(Input input, Call call)
    {
        var hash = input.Password is null ? null : Passwords.Hash(input.Password);
        return call.Write(session => Store(session, input, hash, call));
    }

    static async Task<UserView> Store(Session session, Input input, string? hash, Call call)
    {
        var known = await User.ById(session, input.Id) ?? throw Refused.NotFound("user");
        await CreateUser.CheckOrganisation(session, input.OrganisationId);
        var changed = known with
        {
            Roles = CreateUser.All(input.Roles),
            OrganisationId = input.OrganisationId,
            PasswordHash = hash ?? known.PasswordHash,
        };
        await changed.Store(session);
        await RevokeToken.RevokeAll(session, changed.Id, call.Now);
        await EventLog.Append(session, call, new("accounts", "user.updated", $"user/{changed.Id}", changed.View()));
        return changed.View();
    }
}
