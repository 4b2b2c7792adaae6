using System.CommandLine;
using Kalends.Accounts;
using Kalends.Platform.Calls;

namespace Kalends.Commands;

/// <summary>A user by the name that they sign in with, in any spelling.</summary>
static class NamedUser
{
    public static Argument<string> Argument() => new("NAME") { Description = "The name that the user signs in with." };

    public static async Task<User> Find(string name, Call call) =>
        await call.Read(session => User.ByName(session, name))
        ?? throw new StartRefused($"There is no user {name}.");
}
