using System.Security.Cryptography;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>
/// Lets the first administrator in: a database without users gets one, with a password that is printed once.
/// </summary>
static class FirstAdmin
{
    /// <summary>The password of the new admin, or null where users exist already.</summary>
    public static async Task<string?> Make(Call call)
    {
        var password = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var admin = new User(Guid.CreateVersion7().ToString(), "admin", Passwords.Hash(password), Roles.Admin, null);
        try
        {
            return await call.Write(async session =>
            {
                if (await session.Number(CountUsers) > 0)
                    return null;
                await CreateUser.Store(session, call, admin);
                return password;
            });
        }
        catch (Refused refused) when (refused.Code == "username_taken")
        {
            // Another process started at the same moment and was faster: that one tells its password.
            return null;
        }
    }

    static readonly Sql CountUsers = new("SELECT COUNT(*) AS n FROM (SELECT 1 FROM users LIMIT 1) AS anybody");
}
