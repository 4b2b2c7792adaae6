using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>Lists users by name.</summary>
static class ListUsers
{
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input([Number(1, 100)] int Limit = 50, [Text(0, 4096)] string? Cursor = null);

    public static Task<Page<UserView>> Run(Input input, Call call) => call.Read(async session =>
    {
        var users = await session.All(Find, User.Read,
            ("after", Cursor.Read(input.Cursor)?.Text ?? ""), ("limit", input.Limit + 1));
        return Page.Of(users, input.Limit, user => Cursor.Write(User.Normalised(user.Username)))
            .Select(user => user.View());
    });

    static readonly Sql Find = new($"""
        SELECT {User.Columns}
        FROM users
        WHERE username_key > @after
        ORDER BY username_key
        LIMIT @limit
        """);
}
