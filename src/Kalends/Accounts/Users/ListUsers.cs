using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Accounts.Users;

/// <summary>Lists users by name, without service accounts.</summary>
static class ListUsers
{
    public static Task<Page<UserView>> Run(NoInput input, PageRequest page, Call call) => call.Read(session =>
        new ListQuery<UserView>(ByName, row => User.Read(row).View(), User.Columns, "users")
            .Where("password_hash IS NOT NULL")
            .Page(session, page));

    static readonly Keyset<UserView> ByName =
        new("name", new Key<UserView>("username_key", user => User.Normalised(user.Username)));
}
