using Kalends.Tests.Kit;

namespace Kalends.Tests.Storage;

/// <summary>Commits that wait for a standby that is not there.</summary>
public sealed class StandbyTests(OwnClusterApp app) : IClassFixture<OwnClusterApp>, IAsyncLifetime
{
    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        app.RequireEngine();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await RequireStandby(false);

    [Fact]
    public async Task A_commit_that_may_not_have_been_replicated_leaves_the_outcome_unknown()
    {
        await RequireStandby(true);
        var (key, asked) = await WhatWaits();

        await Count("SELECT COUNT(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");

        (await asked).IsRefused(503, "outcome_unknown");
        await RequireStandby(false);
        Assert.True((await NewClient(key)).Is(201).Headers.ContainsKey("Idempotent-Replayed"));
    }

    [Fact]
    public async Task No_limit_of_ours_cancels_a_commit_that_waits()
    {
        await app.Stop();
        await app.Start(
            $"--Kalends:Database={app.Database};Command Timeout=1", "--Kalends:Storage:StatementSeconds=1",
            "--Kalends:Http:RequestSeconds=2");
        await RequireStandby(true);
        var (key, asked) = await WhatWaits();

        // The caller's time is up, and so are those of the driver and of the server.
        (await asked).IsRefused(503, "outcome_unknown");

        Assert.Equal(1, await Count(Waiting));
        await RequireStandby(false);
        await Patience.Until(() => Count(Waiting), waiting => waiting == 0);
        Assert.True((await NewClient(key)).Is(201).Headers.ContainsKey("Idempotent-Replayed"));
        await app.Stop();
        await app.Start();
    }

    [Fact]
    public async Task Commits_that_wait_leave_connections_for_reading()
    {
        await app.Stop();
        await app.Start(
            $"--Kalends:Database={app.Database};Maximum Pool Size=6", "--Kalends:Http:RequestSeconds=5");
        await RequireStandby(true);
        var (_, first) = await WhatWaits();

        var changes = Enumerable.Range(0, 8).Select(n => NewClient($"waits {n} {Guid.NewGuid()}")).ToList();
        await Patience.Until(() => Count(Waiting), waiting => waiting == 3);

        for (var i = 0; i < 5; i++)
            (await app.Admin.Get("/v1/providers")).Is(200);
        await RequireStandby(false);
        foreach (var change in changes.Append(first))
            Assert.Contains((await change).Status, new[] { 201, 503 });
        await app.Stop();
        await app.Start();
    }

    const string Waiting =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query NOT LIKE 'NOTIFY%'";

    /// <summary>A request whose commit waits, with its key.</summary>
    async Task<(string Key, Task<Answer> Asked)> WhatWaits()
    {
        while (true)
        {
            var key = Guid.NewGuid().ToString();
            var asked = NewClient(key);
            while (!asked.IsCompleted)
                if (await Count(Waiting) == 1)
                    return (key, asked);
            // The server has not heard of the standby yet.
            (await asked).Is(201);
        }
    }

    async Task RequireStandby(bool isRequired)
    {
        await Execute($"ALTER SYSTEM SET synchronous_standby_names = '{(isRequired ? "nobody" : "")}'");
        await Execute("SELECT pg_reload_conf()");
    }

    Task<Answer> NewClient(string key) =>
        app.Admin.Post("/v1/clients", new { first_name = "Grace", last_name = "Hopper" }, key);

    async Task<long> Count(string sql)
    {
        await using var connection = app.Connect();
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }

    Task Execute(string sql) => app.Repair(sql);
}
