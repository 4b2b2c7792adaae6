using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Platform.Http;

/// <summary>The probes of load balancers and operators: live, ready, and ping.</summary>
sealed class Health(Drain drain)
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var routes = new Routes(
            endpoints, "health", "Health", Docs.Of(typeof(Health)), prefix: "", Reading.Open, ApiDocument.Canonical);
        routes.Probe<Alive>("/livez", Live);
        var health = new Health(endpoints.ServiceProvider.GetRequiredService<Drain>());
        routes.Probe<Ready>("/readyz", health.Readiness);
        routes.Probe<Pong>("/ping", Ping);
    }

    /// <summary>The process runs.</summary>
    public sealed record Alive(string Status);

    /// <summary>The database takes changes and has this program's schema.</summary>
    /// <param name="Status">Always <c>ok</c>; anything else is a 503.</param>
    /// <param name="ClockSkewMs">How far this process's clock is ahead of the database's, in milliseconds.</param>
    /// <param name="ZoneVersion">The version of the time zone data, such as 2026a.</param>
    public sealed record Ready(string Status, long ClockSkewMs, string ZoneVersion);

    /// <summary>The answer of the original reimbursement service.</summary>
    public sealed record Pong(string Message, string Status);

    static readonly TimeSpan SkewMax = TimeSpan.FromSeconds(1);
    static readonly Task<Alive> IsAlive = Task.FromResult(new Alive("ok"));
    static readonly Task<Pong> IsThere = Task.FromResult(new Pong("pong!", "success"));

    /// <summary>Answers while the process can answer at all.</summary>
    static Task<Alive> Live(NoInput input, Call call) => IsAlive;

    /// <summary>Answers without touching the database.</summary>
    static Task<Pong> Ping(NoInput input, Call call) => IsThere;

    /// <summary>
    /// Answers while the database takes changes and the server is not about to stop, and tells how far the two clocks
    /// are apart.
    /// </summary>
    public async Task<Ready> Readiness(NoInput input, Call call)
    {
        if (drain.HasBegun)
            throw PlatformErrors.Draining.Refused();
        try
        {
            await call.CheckReady();
            var database = await call.Read(async session => await session.Number(DatabaseClock)) ?? 0;
            var skew = call.Now.Since(Instants.FromMicros(database));
            return skew.Duration() <= SkewMax
                ? new Ready("ok", (long)skew.TotalMilliseconds, ZoneData.Version)
                : throw PlatformErrors.ClockSkew.Refused(skew.TotalSeconds);
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException
            && (wrong as Refused)?.Is(PlatformErrors.NoAnswer, PlatformErrors.ClockSkew) is not true)
        {
            throw PlatformErrors.NoAnswer.Refused();
        }
    }

    static readonly Sql DatabaseClock = new("SELECT {now} AS n");
}
