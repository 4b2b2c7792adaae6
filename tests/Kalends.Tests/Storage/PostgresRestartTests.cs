using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Storage;

/// <summary>PostgreSQL is stopped and started under load, by an operator and by a crash.</summary>
public sealed class PostgresRestartTests(OwnClusterApp app) : IClassFixture<OwnClusterApp>
{
    static readonly string[] Expected = ["storage_unavailable", "outcome_unknown", "idempotency_in_progress"];

    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_answered_is_there_once_and_the_server_works_again_without_a_restart()
    {
        app.RequireEngine();
        // The program keeps real time, and so must the token of its caller.
        app.Clock.Advance(DateTimeOffset.UtcNow - app.Clock.GetUtcNow());
        var token = app.Admin.Token!;
        await app.Stop();
        await using (var server = await ChildServer.Start(
            $"--Kalends:Database={app.Database}", "--Kalends:Http:RatePerSecond=0"))
        {
            var callers = new Insistent(server.Nobody.With(token));
            callers.Begin();
            await callers.Make(20);
            foreach (var stop in (Func<Task>[])[app.Cluster.ShutDown, app.Cluster.Crash])
            {
                var refused = callers.Refusals.Count;
                await stop();
                await Patience.Until(() => Task.FromResult(callers.Refusals.Count), count => count > refused);
                (await server.Nobody.Get("/livez")).Is(200);
                (await server.Nobody.Get("/readyz")).IsRefused(503, "not_ready");

                await app.Cluster.Restart();
                (await Patience.Until(() => server.Nobody.Get("/readyz"), answer => answer.Status == 200)).Is(200);
                await callers.Make(20);
            }
            await callers.End();

            Assert.Equal(callers.Made, await Clients());
            Assert.All(callers.Refusals, code => Assert.Contains(code, Expected));
            Assert.Contains("storage_unavailable", callers.Refusals);
        }
        await app.Start();
    }

    async Task<List<long>> Clients()
    {
        await using var connection = app.Connect();
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM clients WHERE first_name = 'Ada' ORDER BY id";
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var ids = new List<long>();
        while (await reader.ReadAsync(Cancel))
            ids.Add(reader.GetInt64(0));
        return ids;
    }
}
