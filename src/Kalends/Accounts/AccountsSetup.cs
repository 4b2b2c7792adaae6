using Kalends.Platform;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>What accounts need before the first request.</summary>
static class AccountsSetup
{
    public static void AddAccounts(this WebApplicationBuilder builder, Settings settings)
    {
        var accounts = settings.Add<AccountsSettings>();
        builder.Services.AddSingleton(services => Tokens.Open(services.GetRequiredService<Db>(), accounts));
        builder.Services.AddSingleton<Authenticate>(services => services.GetRequiredService<Tokens>().Caller);
        builder.Services.AddSingleton(new FailedSignIns(accounts));
        builder.Services.AddSingleton<IssueToken>();
        builder.Services.AddSingleton<RefreshToken>();
        builder.Services.AddSingleton(new Chore(2, TimeSpan.FromHours(1), RevokeToken.Forget));
    }
}
