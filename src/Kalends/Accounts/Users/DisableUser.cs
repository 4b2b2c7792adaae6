using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>Disables a user and all their tokens at once, until they are enabled again.</summary>
sealed class DisableUser(TokenVersions versions)
{
    /// <param name="Id">The user's UUID; the last admin who may sign in cannot be disabled.</param>
    /// <param name="IfMatch">The ETag of what the change was decided on: another version refuses it.</param>
    public sealed record Input(
        [Text(36, 36)] string Id, [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public async Task<Answer<UserView>> Run(Input input, Call call)
    {
        var answer = await call.Write(async session =>
        {
            var admins = await Admins.Hold(session);
            var known = await User.FindToChange(session, input.Id, input.IfMatch);
            Admins.RefuseWithout(known.Id, admins);
            return known.IsDisabled ? known.View() : await Disable(session, call, known.Id);
        });
        versions.Change();
        return answer;
    }

    /// <summary>Disables a user whose row is already locked.</summary>
    public static async Task<UserView> Disable(Session session, Call call, string id)
    {
        var disabled = (await session.One(Mark, User.Read, ("id", id), ("now", call.Now)))!;
        await SignIns.End(session, id, call.Now);
        await EventLog.Append(session, call, disabled.Event("disabled"));
        return disabled.View();
    }

    static readonly Sql Mark = new($"""
        UPDATE users
        SET disabled_at = @now, version = version + 1
        WHERE id = @id
        RETURNING {User.Columns}
        """);
}
