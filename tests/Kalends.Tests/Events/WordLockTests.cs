using Kalends.Tests.Kit;

namespace Kalends.Tests.Events;

/// <summary>Saving and erasing take turns at the words on PostgreSQL; SQLite has one writer.</summary>
public sealed class WordLockTests(PostgresApp app) : IClassFixture<PostgresApp>
{
    const string Email = "me@example.com";

    [Theory]
    [InlineData("pg_advisory_xact_lock_shared", "/v1/events/erase", true)]
    [InlineData("pg_advisory_xact_lock", "/v1/events", true)]
    [InlineData("pg_advisory_xact_lock_shared", "/v1/events", false)]
    public async Task An_erasure_waits_for_saves_and_saves_for_it(string held, string path, bool waits)
    {
        app.RequireEngine();
        var cancel = TestContext.Current.CancellationToken;
        await using var connection = app.Connect();
        await connection.OpenAsync(cancel);
        await using var other = await connection.BeginTransactionAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {held}(4)";
        await command.ExecuteNonQueryAsync(cancel);

        var sent = path == "/v1/events"
            ? app.Admin.Post(path, new { component = "orders", email = Email, message = "a word" })
            : app.Admin.Post(path, new { email = Email });

        if (waits)
            Assert.NotSame(sent, await Task.WhenAny(sent, Task.Delay(500, cancel)));
        else
            (await sent).Is(201);
        await other.CommitAsync(cancel);
        Assert.InRange((await sent).Status, 200, 201);
    }
}
