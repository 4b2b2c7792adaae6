using Kalends.Accounts.Users;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Engines;
using Kalends.Providers;
using Kalends.Providers.Clients;
using Kalends.Scheduling;
using Kalends.Scheduling.Openings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Bench.Kit;

/// <summary>The data: 2,000 providers who each offer a month of eight-hour days in quarters of an hour.</summary>
static class World
{
    public const int Providers = 2000;

    /// <summary>One for each provider: all take a slot at the same time, and nobody can be at two places.</summary>
    public const int Clients = Providers;

    public const int Days = 31;
    public const int SlotsPerDay = 32;
    public const int Slots = Providers * Days * SlotsPerDay;
    public const int SlotMinutes = 15;

    /// <summary>The midnight that the month starts at, far enough ahead for the notice of a reservation.</summary>
    public static readonly Instant Start =
        Instants.From(new DateTimeOffset(DateTime.UtcNow.Date.AddDays(3), TimeSpan.Zero));

    public static readonly Instant End = Start + TimeSpan.FromDays(Days);

    static readonly Settings Settings = new(new ConfigurationBuilder().Build());
    public static readonly Hooks Hooks = Product();

    /// <summary>The n-th slot to take: neighbours in the count belong to different providers.</summary>
    public static long SlotNumber(int n)
    {
        var (provider, day, index) = (n % Providers, n / Providers % Days, n / Providers / Days);
        return SlotId.Of(provider * Days + day + 1, index);
    }

    /// <summary>A SQLite file with the world in it, copied from one that is made once.</summary>
    public static async Task<string> File(Workshop shop)
    {
        var made = shop.PathOf("world.db");
        if (!System.IO.File.Exists(made))
        {
            await using var db = Open(made);
            await Fill(db, atOnce: 256);
        }
        var copy = shop.PathOf($"{Guid.NewGuid()}.db");
        System.IO.File.Copy(made, copy);
        return copy;
    }

    public static Db Open(string database) => Engine.Open(database, new StorageSettings(), NullLogger.Instance);

    /// <summary>A call as a route makes it for an administrator.</summary>
    public static Call Call(Db db) => new(db, TimeProvider.System, Settings, Hooks)
    {
        Caller = new Caller(Token.Admin.Id, Roles.Admin, null),
        Scope = RowScope.Everything,
        Cancel = CancellationToken.None,
    };

    /// <summary>Makes everything by the use cases, in an order that lets ids be computed.</summary>
    /// <param name="db">An empty database.</param>
    /// <param name="atOnce">How many calls may be under way; more than one only where they queue in order.</param>
    /// <param name="providers">How many of them.</param>
    public static async Task Fill(Db db, int atOnce, int providers = Providers)
    {
        await FillPeople(db, atOnce, providers);
        var call = Call(db);
        await InOrder(providers, atOnce, n => OfferOpenings.Run(new(n + 1, Month(), SlotMinutes), call));
    }

    /// <summary>The same people without any calendars.</summary>
    public static async Task FillPeople(Db db, int atOnce, int providers = Providers)
    {
        var call = Call(db);
        await LetIn(db);
        await InOrder(providers, atOnce, n => CreateProvider.Run(new($"Provider {n}"), call));
        await InOrder(Clients, atOnce, n => CreateClient.Run(new($"Client {n}"), call));
    }

    /// <summary>Makes the administrator whose token the benches show.</summary>
    public static Task LetIn(Db db)
    {
        var call = Call(db);
        return call.Write(session => CreateUser.Store(session, call, Token.Admin));
    }

    static List<OfferOpenings.Range> Month() => Enumerable.Range(0, Days)
        .Select(day => Start + TimeSpan.FromDays(day) + TimeSpan.FromHours(9))
        .Select(start => new OfferOpenings.Range(start, start + TimeSpan.FromMinutes(SlotMinutes * SlotsPerDay)))
        .ToList();

    public static async Task InOrder(int count, int atOnce, Func<int, Task> run)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(atOnce))
            await Task.WhenAll(some.Select(run).ToList());
    }

    static Hooks Product()
    {
        var services = new ServiceCollection();
        Modules.Add(services, Settings, served: []);
        return new Hooks(services.BuildServiceProvider());
    }
}
