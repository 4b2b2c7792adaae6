using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>Enables a disabled user, who can sign in again with the password and roles that they had.</summary>
static class EnableUser
{
    /// <param name="Id">The user's UUID.</param>
    /// <param name="IfMatch">The ETag of what the change was decided on: another version refuses it.</param>
    public sealed record Input(
        [Text(36, 36)] string Id, [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<UserView>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await User.FindToChange(session, input.Id, input.IfMatch);
        if (!known.IsDisabled)
            return known.View();
        var enabled = (await session.One(Unmark, User.Read, ("id", known.Id)))!.View();
        await EventLog.Append(session, call, enabled.Event("enabled"));
        return enabled;
    });

    static readonly Sql Unmark = new($"""
        UPDATE users
        SET disabled_at = NULL, version = version + 1
        WHERE id = @id
        RETURNING {User.Columns}
        """);
}
