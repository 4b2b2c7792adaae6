using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Engines;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Storage;

/// <summary>What a caller is told when PostgreSQL goes away, or may not have done what it was told.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    readonly ProxiedApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _app.RequireEngine();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(Cut.BeforeCommit, false)]
    [InlineData(Cut.AfterCommit, true)]
    public async Task A_connection_that_is_lost_at_the_commit_leaves_the_outcome_unknown(Cut cut, bool isMade)
    {
        _app.Proxy.Break(cut);
        var lost = await NewClient("Hopper", "the same");
        _app.Proxy.Break(Cut.Never);

        lost.IsRefused(503, "outcome_unknown");
        Assert.Equal("1", lost.Headers["Retry-After"]);
        Assert.Equal(isMade ? 1 : 0, await Clients());
        // The server may not have noticed yet that the connection is gone, and then it still holds the key's lock.
        var again = await Patience.Until(
            () => NewClient("Hopper", "the same"), answer => answer.Code != "idempotency_in_progress");
        again.Is(201);
        Assert.Equal(isMade, again.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Equal(1, await Clients());
    }

    [Fact]
    public async Task A_server_that_shuts_down_at_the_commit_leaves_the_outcome_unknown()
    {
        await AtCommit("PERFORM pg_terminate_backend(pg_backend_pid());");

        (await NewClient("Doomed", "again")).IsRefused(503, "outcome_unknown");

        await _app.Repair("DROP TRIGGER at_commit ON clients");
        (await NewClient("Doomed", "again")).Is(201);
        Assert.Equal(1, await Clients());
    }

    [Theory]
    [InlineData("40001", "contention")]
    [InlineData("57014", "storage_unavailable")]
    [InlineData("53100", "storage_unavailable")]
    public async Task A_commit_that_the_server_itself_rolls_back_is_not_unknown(string state, string code)
    {
        await AtCommit($"RAISE EXCEPTION 'no' USING ERRCODE = '{state}';");

        (await NewClient("Doomed")).IsRefused(503, code);

        Assert.Equal(0, await Clients());
    }

    [Fact]
    public async Task A_server_that_takes_no_changes_is_not_ready_until_it_does()
    {
        (await Readiness()).Is(200);
        await _app.Repair($"""
            ALTER DATABASE {Name} SET default_transaction_read_only = on;
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """);
        await Patience.Until(() => NewClient("Hopper"), answer => answer.Code is "storage_unavailable");

        (await Patience.Until(Readiness, answer => answer.Status != 200)).IsRefused(503, "not_ready");
        (await NewClient("Hopper")).IsRefused(503, "storage_unavailable");
        (await _app.Admin.Get("/v1/clients")).Is(200);

        await _app.Repair($"SET default_transaction_read_only = off; ALTER DATABASE {Name} RESET ALL");
        (await Patience.Until(Readiness, answer => answer.Status == 200)).Is(200);
        (await NewClient("Hopper")).Is(201);
    }

    [Fact]
    public async Task A_server_that_is_away_is_not_ready_and_is_found_again()
    {
        _app.Proxy.Break(Cut.Always);

        (await Readiness()).IsRefused(503, "not_ready");
        (await NewClient("Hopper")).IsRefused(503, "storage_unavailable");

        _app.Proxy.Break(Cut.Never);
        (await Patience.Until(Readiness, answer => answer.Status == 200)).Is(200);
        (await NewClient("Hopper")).Is(201);
    }

    [Fact]
    public async Task An_outage_is_one_line_of_the_log_for_those_who_follow()
    {
        var log = new KeptLog();
        await using var db = Engine.Open(_app.Database, new(), log);
        var follower = db.Follow(NewestEvent);
        using (follower.Begin())
        {
            await Patience.Until(() => Task.FromResult(follower.Settled), settled => settled > 0);
            var refused = _app.Proxy.Refused;
            _app.Proxy.Break(Cut.Always);
            await Patience.Until(() => Task.FromResult(_app.Proxy.Refused - refused), more => more > 4);
            _app.Proxy.Break(Cut.Never);
            await Patience.Until(() => Task.FromResult(log.Lines), lines => lines.Count(IsEnd) == 3);
        }

        Assert.Equal(
            [
                "Error The database does not answer, or takes no changes, for now.",
                "Information Other processes are heard again.", "Information The database is read again.",
                "Information What is new is seen again.", "Warning Other processes cannot be heard for now.",
                "Warning What is new cannot be seen for now; streams wait.",
            ],
            log.Lines.Order(StringComparer.Ordinal));
    }

    static bool IsEnd(string line) => line.StartsWith("Information", StringComparison.Ordinal);

    [Fact]
    public async Task The_first_of_several_servers_that_answers_is_taken()
    {
        var url = $"postgres://postgres@127.0.0.1:1,127.0.0.1:{_app.Proxy.Port}/{Name}?max_auto_prepare=0";

        await using var db = Engine.Open(url, new(), new KeptLog());

        Assert.NotEqual(0, await db.Write(async session => await session.Run(Keep), Cancel));
    }

    string Name => new Npgsql.NpgsqlConnectionStringBuilder(_app.Database).Database!;

    /// <summary>What a change of a client called Doomed meets at its COMMIT.</summary>
    Task AtCommit(string deed) => _app.Repair($"""
        CREATE FUNCTION doom() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN {deed} RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON clients DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.last_name = 'Doomed') EXECUTE FUNCTION doom()
        """);

    Task<Answer> NewClient(string lastName, string? key = null) =>
        _app.Admin.Post("/v1/clients", new { first_name = "Grace", last_name = lastName }, key);

    async Task<Answer> Readiness()
    {
        // A clock that stands still would be another reason not to be ready.
        _app.Clock.Advance(DateTimeOffset.UtcNow - _app.Clock.GetUtcNow());
        return await _app.Nobody.Get("/readyz");
    }

    async Task<long> Clients() => await _app.Db.Read(async session => await session.Number(CountClients) ?? 0, Cancel);

    static readonly Sql CountClients = new("SELECT COUNT(*) AS n FROM clients");
    static readonly Sql NewestEvent = new("SELECT COALESCE(MAX(seq), 0) AS n FROM events");
    static readonly Sql Keep = new("INSERT INTO organisations (name, created_at) VALUES ('kept', 0)");
}
