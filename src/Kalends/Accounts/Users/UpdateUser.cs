using Kalends.Accounts.Public;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>Changes a user's roles, organisation or password, and ends their sign-ins at once.</summary>
sealed class UpdateUser(TokenVersions versions)
{
    /// <param name="Id">The user's UUID.</param>
    /// <param name="Roles">The complete list of roles; the last admin who may sign in must keep that role.</param>
    /// <param name="OrganisationId">The organisation that a manager manages; none if left out.</param>
    /// <param name="Password">
    /// A new password of at least 8 characters, and none of the most common ones; unchanged if left out.
    /// </param>
    /// <param name="IfMatch">The ETag of what the change was decided on: another version refuses it.</param>
    public sealed record Input(
        [Text(36, 36)] string Id,
        [Count(1, 5)] IReadOnlyList<Role> Roles,
        [Id] long? OrganisationId = null,
        [Text(8, 200, Secret = true)] string? Password = null,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public async Task<Answer<UserView>> Run(Input input, Call call)
    {
        if (input.Password is not null)
            NewPassword.Check(input.Password, "password", null, call);
        var hash = input.Password is null ? null : Passwords.Hash(input.Password);
        var answer = await call.Write(session => Store(session, input, hash, call));
        versions.Change();
        return answer;
    }

    static async Task<UserView> Store(Session session, Input input, string? hash, Call call)
    {
        var roles = CreateUser.All(input.Roles);
        var admins = roles.HasFlag(Roles.Admin) ? [] : await Admins.Hold(session);
        var known = await User.FindToChange(session, input.Id, input.IfMatch);
        if (input.Password is not null)
            NewPassword.CheckName(input.Password, "password", known.Username);
        Admins.RefuseWithout(known.Id, admins);
        await CreateUser.CheckOrganisation(session, input.OrganisationId);

        var changed = (await session.One(Update, User.Read,
            ("id", known.Id), ("roles", (int)roles), ("organisation", input.OrganisationId), ("hash", hash)))!.View();
        await SignIns.End(session, known.Id, call.Now);
        await EventLog.Append(session, call, changed.Event("updated"));
        return changed;
    }

    static readonly Sql Update = new($"""
        UPDATE users
        SET roles = @roles, organisation_id = @organisation, password_hash = COALESCE(@hash, password_hash),
            version = version + 1
        WHERE id = @id
        RETURNING {User.Columns}
        """);
}
