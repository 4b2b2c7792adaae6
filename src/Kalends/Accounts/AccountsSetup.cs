using Kalends.Accounts.ApiKeys;
using Kalends.Accounts.Bearers;
using Kalends.Accounts.Guessing;
using Kalends.Accounts.Public;
using Kalends.Accounts.ServiceAccounts;
using Kalends.Accounts.SigningIn;
using Kalends.Accounts.StreamTickets;
using Kalends.Accounts.Users;
using Kalends.Platform.Http;
using Kalends.Platform.Integrity;
using Kalends.Platform.Jobs;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Kalends.Accounts;

/// <summary>Prepares accounts before the first request.</summary>
static class AccountsSetup
{
    /// <summary>Registers the services: every process checks tokens, whether or not it issues any.</summary>
    public static void Add(IServiceCollection services, Settings settings)
    {
        var accounts = settings.Add<AccountsSettings>();
        services.AddSingleton(accounts);
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<StrictTokenHandler>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<VerifiedTokens>();
        services.AddSingleton<TokenVersions>();
        services.AddBearerTokens();
        services.AddSingleton<KeyChecks>();
        services.AddSingleton<KeyTraces>();
        services.AddSingleton<TicketChecks>();
        services.AddSingleton<GuessBrake>();
        services.AddSingleton<KeyBrake>();
        services.AddSingleton(new HashTurns(Environment.ProcessorCount));
        services.AddSingleton<PasswordChecks>();

        services.AddSingleton<ForgottenPassword>();
        services.AddSingleton(app => new PasswordReset(
            app.GetRequiredService<ForgottenPassword>().Check, app.GetRequiredService<ForgottenPassword>().Hash,
            ForgottenPassword.Replace, app.GetRequiredService<TokenVersions>().Change));

        services.AddSingleton(app => new GuestTokens(app.GetRequiredService<Tokens>().Guest));
        services.AddSingleton<IssueToken>();
        services.AddSingleton<BrowserSignIns>();
        services.AddSingleton<RefreshToken>();
        services.AddSingleton<RevokeToken>();
        services.AddSingleton<ChangePassword>();
        services.AddSingleton<UpdateUser>();
        services.AddSingleton<DisableUser>();
        services.AddSingleton<DeleteUser>();
        services.AddSingleton<CreateApiKey>();
        services.AddSingleton<RotateApiKey>();
        services.AddSingleton<RevokeApiKey>();
        services.AddSingleton<DisableServiceAccount>();
        services.AddSingleton(AccountsPersonalData.All);
        services.AddSingleton(
            app => AccountsPersonalData.Erasure with { Done = app.GetRequiredService<TokenVersions>().Change });
    }

    public static void Work(IServiceCollection services, Settings settings)
    {
        services.AddSingleton(new RecurringJob(2, TimeSpan.FromHours(1), RevokeToken.Forget));
        services.AddSingleton(new RecurringJob(18, TimeSpan.FromHours(1), ForgetApiKeys.Run));
        services.AddSingleton(new RecurringJob(19, TimeSpan.FromMinutes(10), TicketChecks.Forget));
        services.AddSingleton(new RecurringJob(8, TimeSpan.FromHours(1), SigningKeys.Forget));
    }

    /// <summary>Adds the framework's bearer authentication, with our own rules for valid tokens.</summary>
    /// <remarks>
    /// AddAuthentication and AddJwtBearer are not used: the first would keep keys for cookies in the home folder, and
    /// with the second, settings beside ours (Authentication:Schemes) could widen what is accepted.
    /// </remarks>
    static void AddBearerTokens(this IServiceCollection services)
    {
        const string scheme = JwtBearerDefaults.AuthenticationScheme;
        services.AddAuthenticationCore(options => options.DefaultScheme = scheme);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<JwtBearerOptions, JwtBearerHandler>(scheme, null);
        services.AddSingleton<BearerTokens>();
        services.AddSingleton<IBearers>(provider => provider.GetRequiredService<BearerTokens>());
        services.AddOptions<JwtBearerOptions>(scheme).Configure<StrictTokenHandler, BearerTokens>(
            (options, handler, events) =>
            {
                options.TokenHandlers.Clear();
                options.TokenHandlers.Add(handler);
                options.TokenValidationParameters = handler.Rules;
                options.Events = events;
                options.SaveToken = false;
            });
    }

    /// <summary>What always holds of the rows.</summary>
    public static IReadOnlyList<Invariant> Invariants() => VerifyUsers.All;
}
