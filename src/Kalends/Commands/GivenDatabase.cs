using Kalends.Platform.Calls;
using Kalends.Platform.Retention;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Engines.Postgres;
using Kalends.Platform.Storage.Engines.Sqlite;

namespace Kalends.Commands;

/// <summary>The database that the settings name, and all settings, checked as a start checks them.</summary>
sealed class GivenDatabase
{
    GivenDatabase(WebApplicationBuilder builder)
    {
        Settings = new Settings(builder.Configuration);
        Database = Settings.Add<ServerSettings>().Database;
        Storage = Settings.Add<StorageSettings>();
        Settings.Add<SecretsSettings>();
        Settings.Add<RetentionSettings>();
        Modules.Add(builder.Services, Settings, served: []);
        Settings.RefuseUnknown();
        Services = builder.Services.AddSingleton(TimeProvider.System).AddSingleton<Hooks>();
    }

    public static GivenDatabase Of(Shell shell) => new(PlatformSetup.CreateBuilder(shell.Settings));

    public string Database { get; }

    public StorageSettings Storage { get; }

    public Settings Settings { get; }

    /// <summary>The services of all modules, for the use cases that need some.</summary>
    public IServiceCollection Services { get; }

    public bool IsPostgres => PostgresAddress.Names(Database);

    /// <summary>Refuses a file that is not there, which opening would create.</summary>
    public void RequireThere()
    {
        if (IsPostgres)
            return;
        SqliteClaim.RequirePath(Database);
        if (!File.Exists(Database))
            throw new StartRefused($"There is no database {Database}.");
    }
}
