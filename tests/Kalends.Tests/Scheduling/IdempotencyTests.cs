using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

public abstract class IdempotencyTests
{
    readonly TestApp _app;

    protected IdempotencyTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_same_key_and_body_get_the_first_answer_again()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var body = new { slot_id = slot, client_id = await _app.GivenAClient() };

        var first = (await _app.Admin.Post("/v1/reservations", body, "one")).Is(201);
        var again = (await _app.Admin.Post("/v1/reservations", body, "one")).Is(201);

        Assert.Equal(first.Text, again.Text);
        Assert.False(first.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
    }

    [Fact]
    public async Task Confirming_and_cancelling_twice_with_one_key_is_once()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenAHold(slot);

        foreach (var verb in new[] { "confirm", "cancel" })
        {
            var first = (await _app.Admin.Post($"/v1/reservations/{id}/{verb}", key: $"{verb}-{id}")).Is(200);
            var again = (await _app.Admin.Post($"/v1/reservations/{id}/{verb}", key: $"{verb}-{id}")).Is(200);
            Assert.Equal(first.Text, again.Text);
        }
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var client = await _app.GivenAClient();
        (await _app.Admin.Post("/v1/reservations", new { slot_id = slot, client_id = client }, "two")).Is(201);

        (await _app.Admin.Post("/v1/reservations", new { slot_id = slot + 1, client_id = client }, "two"))
            .IsRefused(422, "idempotency_key_reused");
    }

    [Fact]
    public async Task A_refusal_is_not_kept()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var inTheWay = await _app.GivenAHold(slot);
        var body = new { slot_id = slot, client_id = await _app.GivenAClient() };

        (await _app.Admin.Post("/v1/reservations", body, "three")).IsRefused(409, "slot_taken");
        (await _app.Admin.Post($"/v1/reservations/{inTheWay}/cancel")).Is(200);

        (await _app.Admin.Post("/v1/reservations", body, "three")).Is(201);
    }

    [Fact]
    public async Task A_key_belongs_to_its_caller()
    {
        var (one, _) = await _app.GivenAClientUser();
        var (other, _) = await _app.GivenAClientUser();
        var (_, slot) = await _app.GivenFreeSlots();

        (await one.Post("/v1/reservations", new { slot_id = slot }, "mine")).Is(201);

        (await other.Post("/v1/reservations", new { slot_id = slot }, "mine")).IsRefused(409, "slot_taken");
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var body = new { slot_id = slot, client_id = await _app.GivenAClient() };
        (await _app.Admin.Post("/v1/reservations", body, "four")).Is(201);

        _app.Clock.Advance(TimeSpan.FromHours(23.9));
        (await _app.Admin.Post("/v1/reservations", body, "four")).Is(201);
        _app.Clock.Advance(TimeSpan.FromHours(0.2));

        (await _app.Admin.Post("/v1/reservations", body, "four")).IsRefused(422, "too_soon");
        await Platform.Calls.Idempotency.Forget(_app.OwnCall());
        Assert.Equal(0, await _app.Db.Read(async session => await session.Number(CountKeys), CancellationToken.None));
    }

    [Fact]
    public async Task The_operator_says_how_long_a_key_is_kept()
    {
        await using var changed = await _app.Restart("--Kalends:Idempotency:KeptHours=72");
        var body = new { first_name = "Grace", last_name = "Hopper" };
        var first = (await _app.Admin.Post("/v1/clients", body, "five")).Is(201);

        _app.Clock.Advance(TimeSpan.FromHours(71));
        await Platform.Calls.Idempotency.Forget(_app.OwnCall());
        Assert.Equal(first.Id, (await _app.Admin.Post("/v1/clients", body, "five")).Is(201).Id);
        _app.Clock.Advance(TimeSpan.FromHours(1));

        Assert.NotEqual(first.Id, (await _app.Admin.Post("/v1/clients", body, "five")).Is(201).Id);
    }

    static readonly Sql CountKeys = new("SELECT COUNT(*) AS n FROM idempotency_keys WHERE key = 'four'");

    [Fact]
    public async Task A_key_that_is_too_long_is_refused()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var body = new { slot_id = slot, client_id = await _app.GivenAClient() };

        (await _app.Admin.Post("/v1/reservations", body, new string('k', 255))).Is(201);
        (await _app.Admin.Post("/v1/reservations", body, new string('k', 256)))
            .IsRefused(422, "invalid_idempotency_key");
    }
}

public sealed class IdempotencyTestsOnSqlite(SqliteApp app) : IdempotencyTests(app), IClassFixture<SqliteApp>;

public sealed class IdempotencyTestsOnPostgres(PostgresApp app) : IdempotencyTests(app), IClassFixture<PostgresApp>;
