using Kalends.Platform.Calls;

namespace Kalends.Accounts.Users;

/// <summary>Reads one user.</summary>
static class ReadUser
{
    /// <param name="Id">The user's UUID.</param>
    public sealed record Input([Text(36, 36)] string Id);

    public static Task<UserView> Run(Input input, Call call) => call.Read(async session =>
        await User.ById(session, input.Id) is { IsServiceAccount: false } user
            ? user.View()
            : throw AccountsErrors.NoSuchUser.Refused());
}
