using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Accounts;

/// <summary>Lists users by name.</summary>
static class ListUsers
{
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input([Number(1, 100)] int Limit = 50, [Text(0, 4096)] string? Cursor = null);

    public static Task<Page<UserView>> Run(Input input, Call call) => call.Read(async session =>
        (await new ListQuery<User>(ByName, User.Read, User.Columns, "users")
            .Page(session, new(input.Limit, input.Cursor))).Select(user => user.View()));

    static readonly Keyset<User> ByName =
        new("name", new Key<User>("username_key", user => User.Normalised(user.Username)));
}
