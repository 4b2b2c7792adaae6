using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Privacy;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>What accounts hold about users.</summary>
static class AccountsPersonalData
{
    public static readonly PersonalData All = new(
        new("users", new Sql($"SELECT {User.Columns} FROM users WHERE id = @user"), row => User.Read(row).View()),
        new("sign_ins", new Sql("""
            SELECT created_at, rotated_at, expires_at, revoked_at
            FROM refresh_tokens
            WHERE user_id = @user
            ORDER BY created_at
            """)),
        new("api_keys", new Sql("""
            SELECT id, name, scopes, created_at, created_by, expires_at, revoked_at, last_used_at
            FROM api_keys
            WHERE user_id = @user
            ORDER BY id
            """)));

    // A user who is signed in could write more meanwhile.
    public static readonly PersonErasure Erasure = new(
    [
        new(async (session, call, erasing) => await Disable(session, call, erasing.Person.UserId)),
        new(new Sql("""
            DELETE FROM api_keys
            WHERE id IN (SELECT id FROM api_keys WHERE user_id = @user ORDER BY id LIMIT @most)
            """)),
        new(new Sql("""
            DELETE FROM refresh_tokens
            WHERE hash IN (SELECT hash FROM refresh_tokens WHERE user_id = @user LIMIT @most)
            """)),
        new(new Sql("""
            DELETE FROM stream_tickets
            WHERE hash IN (SELECT hash FROM stream_tickets WHERE user_id = @user LIMIT @most)
            """)),
    ])
    {
        Last = Forget,
    };

    static async Task<bool> Disable(Session session, Call call, string? id)
    {
        if (id is null)
            return false;
        var admins = await Admins.Hold(session);
        if (await User.Hold(session, id) is not { IsServiceAccount: false } known)
            throw AccountsErrors.NoSuchUser.Refused();
        Admins.RefuseWithout(id, admins);
        if (!known.IsDisabled)
            await DisableUser.Disable(session, call, id);
        return false;
    }

    static async Task Forget(Session session, Call call, Person person)
    {
        if (person.UserId is not { } id)
            return;
        var name = $"erased-{id}";
        var erased = (await session.One(Rename, User.Read,
            ("id", id), ("name", name), ("key", User.Normalised(name)), ("now", call.Now)))!;
        await EventLog.Append(session, call, erased.Event("erased"));
    }

    // No password has an empty hash, and NULL is that of service accounts.
    static readonly Sql Rename = new($"""
        UPDATE users
        SET username = @name, username_key = @key, password_hash = '', erased_at = @now, version = version + 1
        WHERE id = @id
        RETURNING {User.Columns}
        """);
}
