using Kalends.Accounts.Public;
using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>Deletes a user to whom nothing refers, and frees their name; other users can be disabled.</summary>
sealed class DeleteUser(TokenVersions versions, IEnumerable<UserReference> references)
{
    /// <param name="Id">The user's UUID; the last admin who may sign in cannot be deleted.</param>
    /// <param name="IfMatch">The ETag of what the change was decided on: another version refuses it.</param>
    public sealed record Input(
        [Text(36, 36)] string Id,
        [Header("If-Match", Alone = true)][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public async Task<Answer<UserView>> Run(Input input, Call call)
    {
        var answer = await call.Write(session => Delete(session, input, call));
        versions.Change();
        return answer;
    }

    async Task<UserView> Delete(Session session, Input input, Call call)
    {
        var admins = await Admins.Hold(session);
        var known = (await User.FindToChange(session, input.Id, input.IfMatch)).View();
        Admins.RefuseWithout(known.Id, admins);
        await RefuseWhereNamed(session, known.Id);

        foreach (var deleted in call.Hooks<DeletedUser>())
            await deleted.Forget(session, known.Id);
        await SignIns.End(session, known.Id, call.Now);
        await session.Enqueue(DeleteTokens, ("id", known.Id));
        await session.Enqueue(DeleteRow, ("id", known.Id));
        await EventLog.Append(session, call, known.Event("deleted"));
        return known;
    }

    async Task RefuseWhereNamed(Session session, string id)
    {
        var named = new List<string>();
        foreach (var reference in references)
            if (await session.Number(reference.Find, ("user", id)) is not null)
                named.Add(reference.What);
        if (await EventLog.Names(session, id, besides: $"user/{id}"))
            named.Add("event log");
        if (named.Count > 0)
            throw AccountsErrors.UserInUse.Refused(string.Join(", ", named))
                .With("named_in", named);
    }

    static readonly Sql DeleteTokens = new("DELETE FROM refresh_tokens WHERE user_id = @id");

    static readonly Sql DeleteRow = new("DELETE FROM users WHERE id = @id");
}
