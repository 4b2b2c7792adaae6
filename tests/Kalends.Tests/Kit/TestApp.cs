using System.Data.Common;
using Kalends.Accounts;
using Kalends.Accounts.Users;
using Kalends.Events;
using Kalends.Events.Public;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kalends.Tests.Kit;

/// <summary>The real server on a free port with a database of its own, and a clock that tests move.</summary>
public abstract class TestApp : IAsyncLifetime
{
    /// <summary>The password of users who were made by <see cref="As"/>.</summary>
    public const string Password = "a password that nobody guesses";

    // Hashing is slow on purpose; one hash serves all users whose password no test uses.
    static readonly string PasswordHash = Passwords.Hash(Password);

    WebApplication? _app;
    Uri? _address;
    int _names;

    public FakeClock Clock { get; } = new();

    /// <summary>A signed-in admin.</summary>
    public Visitor Admin { get; private set; } = null!;

    /// <summary>Nobody: without a token.</summary>
    public Visitor Nobody => new(() => _address!, null, "");

    /// <summary>Where the server listens.</summary>
    public Uri Address => _address!;

    /// <summary>The path or connection string of this app's database.</summary>
    public string Database { get; private set; } = "";

    /// <summary>Why the engine is not there, or null.</summary>
    public string? Missing { get; protected set; }

    internal Db Db => _app!.Services.GetRequiredService<Db>();

    internal IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        Database = await MakeDatabase() ?? "";
        if (Missing is not null)
            return;
        await Start();
        Admin = await As(Roles.Admin);
    }

    /// <summary>Starts the server, again after <see cref="Stop"/>, with further settings.</summary>
    public async Task Start(params string[] settings)
    {
        _app = Build(Database, [.. Settings, .. settings]);
        await _app.StartAsync();
        // As every start does; tests sign tokens also while the database is away.
        await Services.GetRequiredService<SigningKeys>().Current();
        _address = AddressOf(_app);
    }

    /// <summary>A server on a database, which does nothing by itself.</summary>
    private protected WebApplication Build(string database, params string[] settings) => Program.Build(
        [
            $"--Kalends:Database={database}", "--urls=http://127.0.0.1:0", "--environment=Test",
            "--Kalends:Log:Level=Error", "--Kalends:Http:RatePerSecond=0", "--Kalends:Http:KeyRatePerSecond=0",
            "--Kalends:Scheduling:SweepSeconds=0", "--Kalends:Scheduling:ExpandSeconds=0",
            "--Kalends:ExternalCalendars:RoundSeconds=0", "--Kalends:Webhooks:RoundSeconds=0",
            "--Kalends:Reimbursements:FoldSeconds=0", "--Kalends:Http:DrainSeconds=0", .. settings,
        ], Clock);

    private protected static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The server with further settings, until the answer is disposed of: others share it.</summary>
    public async Task<IAsyncDisposable> Restart(params string[] settings)
    {
        await Stop();
        await Start(settings);
        return new Restarted(this);
    }

    sealed class Restarted(TestApp app) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await app.Stop();
            await app.Start();
        }
    }

    public async Task Stop()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await Stop();
        await DropDatabase();
        GC.SuppressFinalize(this);
    }

    /// <summary>Leaves a test whose engine is not installed; in CI that is a failure.</summary>
    public void RequireEngine() => Machine.Require(Missing);

    /// <summary>A new user with these roles, signed in.</summary>
    internal async Task<Visitor> As(Roles roles, long? organisationId = null)
    {
        var name = $"user{Interlocked.Increment(ref _names)}";
        var user = new User(Guid.CreateVersion7().ToString(), name, PasswordHash, roles, organisationId);
        var call = OwnCall();
        await call.Write(session => CreateUser.Store(session, call, user));
        return Signed(user.Id, (tokens, now) => tokens.Access(user, now));
    }

    /// <summary>A guest who acts for a client.</summary>
    internal Visitor AsGuest(long clientId) => Signed(
        $"client/{clientId}", async (tokens, now) => (await tokens.Guest(clientId, now)).Text);

    Visitor Signed(string id, Func<Tokens, Instant, Task<string>> sign)
    {
        Task<string> Sign() => sign(Services.GetRequiredService<Tokens>(), Instants.From(Clock.GetUtcNow()));
        // Nearly always done at once: many requests at a time must not each wait for another thread of the pool.
        string Token() => Sign() is { IsCompletedSuccessfully: true } signed
            ? signed.Result
            : Task.Run(Sign).GetAwaiter().GetResult();
        return new Visitor(() => _address!, Token, id);
    }

    /// <summary>
    /// Waits until the event log is told as far as it is written: on PostgreSQL that is as far as no transaction of
    /// any database there runs that may still write, those of other tests among them.
    /// </summary>
    public async Task LogIsTold()
    {
        var newest = await Db.Read(async session => await session.Number(LoggedEvent.Newest), CancellationToken.None);
        await Patience.Until(() => EventLog.ReadSettled(OwnCall()), settled => settled >= newest);
    }

    internal Call OwnCall(Db? db = null) => Call.OfProgram(
        db ?? Db, Clock, Services.GetRequiredService<Settings>(), Services.GetRequiredService<Hooks>(),
        CancellationToken.None);

    /// <summary>Runs a statement on the database while the server is stopped.</summary>
    public async Task Repair(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private protected abstract Task<string?> MakeDatabase();

    /// <summary>The settings that its database needs.</summary>
    private protected virtual string[] Settings => [];

    /// <summary>A connection of its own, not yet open, beside those of the server.</summary>
    public abstract DbConnection Connect();

    private protected virtual Task DropDatabase() => Task.CompletedTask;
}

public sealed class SqliteApp : TestApp
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    private protected override Task<string?> MakeDatabase() => Task.FromResult<string?>($"{_folder}/test.db");

    public override DbConnection Connect() => new SqliteConnection($"Data Source={Database};Pooling=False");

    private protected override Task DropDatabase()
    {
        System.IO.Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class PostgresApp : TestApp
{
    private protected override async Task<string?> MakeDatabase()
    {
        var cluster = await PostgresCluster.Get();
        Missing = cluster.Missing;
        return Missing is null ? await cluster.MakeDatabase() : null;
    }

    public override DbConnection Connect() => new NpgsqlConnection(Database);
}

/// <summary>PostgreSQL behind a proxy that tests cut.</summary>
public sealed class ProxiedApp : TestApp
{
    string _direct = "";

    public PostgresProxy Proxy { get; private set; } = null!;

    private protected override async Task<string?> MakeDatabase()
    {
        var cluster = await PostgresCluster.Get();
        Missing = cluster.Missing;
        if (Missing is not null)
            return null;
        _direct = await cluster.MakeDatabase();
        Proxy = new PostgresProxy(cluster.Socket);
        return Proxy.ConnectionString(_direct);
    }

    /// <summary>Past the proxy.</summary>
    public override DbConnection Connect() => new NpgsqlConnection(_direct);

    private protected override async Task DropDatabase()
    {
        if (Missing is null)
            await Proxy.DisposeAsync();
    }
}

/// <summary>PostgreSQL in a cluster of its own, whose settings tests may change.</summary>
public sealed class OwnClusterApp : TestApp
{
    public PostgresCluster Cluster { get; private set; } = null!;

    private protected override async Task<string?> MakeDatabase()
    {
        Cluster = await PostgresCluster.Start();
        Missing = Cluster.Missing;
        return Missing is null ? await Cluster.MakeDatabase() : null;
    }

    public override DbConnection Connect() => new NpgsqlConnection(Database);

    private protected override Task DropDatabase() => Cluster.Stop();
}
