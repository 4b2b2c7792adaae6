using Kalends.Accounts.Public;
using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;
using Kalends.Providers.People;
using Kalends.Providers.Public;
using Kalends.Providers.Reads;

namespace Kalends.Providers;

/// <summary>The services and settings that the module needs before the first request.</summary>
static class ProvidersSetup
{
    public static void Add(IServiceCollection services, Settings settings)
    {
        settings.Add<ProvidersSettings>();
        services.AddSingleton(new UserPerson(PersonKind.Client, FindClient));
        services.AddSingleton(new UserPerson(PersonKind.Provider, FindProvider));
        services.AddSingleton(new UserReference("providers", FindProviderOf));
        services.AddSingleton(new UserReference("clients", FindClientOf));
        services.AddSingleton(OldClientReads.All);
        services.AddSingleton(ProvidersPersonalData.All);
        services.AddSingleton(ProvidersPersonalData.Erasure);
    }

    /// <summary>What always holds of the rows.</summary>
    public static IReadOnlyList<Invariant> Invariants() => VerifyDays.All;

    static readonly Sql FindClient = new("SELECT id AS n FROM clients WHERE user_id = @user");

    static readonly Sql FindProvider = new("SELECT id AS n FROM providers WHERE user_id = @user");

    static readonly Sql FindProviderOf =
        new("SELECT 1 AS n FROM providers WHERE user_id = @user OR owner_user_id = @user LIMIT 1");

    static readonly Sql FindClientOf =
        new("SELECT 1 AS n FROM clients WHERE user_id = @user OR owner_user_id = @user LIMIT 1");
}
