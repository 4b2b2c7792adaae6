using System.Security.Cryptography;
using Kalends.Accounts;
using Kalends.Platform.Calls;

namespace Kalends.Bench.Kit;

/// <summary>The bearer token of an administrator, signed with a key that the servers are told.</summary>
static class Token
{
    public static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>A token is good for no longer than the server lets tokens live.</summary>
    public const int Minutes = 1440;

    public static readonly User Admin = new(Guid.CreateVersion7().ToString(), "bench", "", Roles.Admin, null);

    public static readonly string Text = Issue().Access(Admin, Instants.From(DateTimeOffset.UtcNow)).Result;

    /// <summary>A client whose requests show it.</summary>
    public static HttpClient Client() => new() { DefaultRequestHeaders = { Authorization = new("Bearer", Text) } };

    static Tokens Issue()
    {
        var settings = new AccountsSettings { AccessMinutes = Minutes, TokenKey = Key };
        var keys = new SigningKeys(settings, TimeProvider.System, db: null);
        return new Tokens(new StrictTokenHandler(keys, TimeProvider.System), settings);
    }
}
