using Kalends.Accounts.Guessing;
using Kalends.Platform.Http;
using Kalends.Platform.Jobs;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>What accounts need before the first request.</summary>
static class AccountsSetup
{
    /// <summary>Tokens are checked by every process, whether or not it gives any.</summary>
    public static void Add(IServiceCollection services, Settings settings)
    {
        var accounts = settings.Add<AccountsSettings>();
        services.AddSingleton(accounts);
        services.AddSingleton(provider => Tokens.Open(provider.GetRequiredService<Db>(), accounts));
        services.AddSingleton<TokenVersions>();
        services.AddSingleton<IBearers, BearerTokens>();
        services.AddSingleton<GuessBrake>();
        services.AddSingleton(new HashTurns(Environment.ProcessorCount));
        services.AddSingleton<PasswordChecks>();

        services.AddSingleton<IssueToken>();
        services.AddSingleton<RefreshToken>();
        services.AddSingleton<RevokeToken>();
        services.AddSingleton<ChangePassword>();
        services.AddSingleton<UpdateUser>();
        services.AddSingleton<DisableUser>();
        services.AddSingleton<DeleteUser>();
    }

    public static void Work(IServiceCollection services, Settings settings) =>
        services.AddSingleton(new RecurringJob(2, TimeSpan.FromHours(1), RevokeToken.Forget));
}
