using Kalends.Tests.Kit;

namespace Kalends.Tests.Messages;

/// <summary>Whatever happens to reservations, their clients get exactly the messages that the rules say.</summary>
public abstract class RandomLivesTests
{
    const int Lives = 12;
    const int Steps = 16;

    static readonly TimeSpan[] Before = [TimeSpan.FromHours(24), TimeSpan.FromHours(2)];

    readonly TestApp _app;

    protected RandomLivesTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_client_gets_exactly_the_messages_that_the_rules_say()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail, "--Kalends:Scheduling:NoticeMinutes=0");
        var told = new HashSet<string>();
        for (var seed = 0; seed < Lives; seed++)
            told.UnionWith(await Live(new Random(seed), mail));
        Assert.Equal(["cancellation", "change", "confirmation", "reminder", "review_invitation"], told.Order());
    }

    async Task<List<string>> Live(Random dice, MailServer mail)
    {
        var (user, client) = await _app.GivenAClientUser();
        var address = Mailing.NewAddress();
        (await user.GivesAddress(address)).Is(200);
        await _app.Verify(mail, address);
        var slots = await _app.GivenSlots(await _app.GivenAProvider(), inDays: 2, hours: 20, slotMinutes: 60);
        var life = new Booking(_app, dice, slots);

        await life.Begin(client);
        for (var step = 0; step < Steps; step++)
        {
            await life.Step();
            await _app.Round();
        }

        var told = await _app.MessagesOf(life.Id);
        Assert.Equal(
            life.Expected.Select(kind => $"{kind} sent").Order(StringComparer.Ordinal),
            told.Order(StringComparer.Ordinal));
        Assert.Equal(life.Expected.Count + 1, mail.To(address).Count);
        return life.Expected;
    }

    /// <summary>One reservation, and what its client is to be told.</summary>
    sealed class Booking(TestApp app, Random dice, long firstSlot)
    {
        int _slot;
        string _state = "held";
        DateTimeOffset _start;
        DateTimeOffset _changedAt;

        public long Id { get; private set; }

        public List<string> Expected { get; } = [];

        public async Task Begin(long client)
        {
            Id = (await app.Reserve(firstSlot, client)).Is(201).Id;
            await Look();
        }

        public Task Step() => dice.Next(7) switch
        {
            0 or 1 => Move(),
            2 when _state == "held" || dice.Next(4) == 0 => Cancel(),
            3 when dice.Next(2) == 0 => Complete(),
            _ when _state == "held" => Confirm(),
            _ => Wait(),
        };

        async Task Confirm()
        {
            if ((await app.Admin.Post($"/v1/reservations/{Id}/confirm")).Status != 200)
                return;
            await Look();
            Expected.Add("confirmation");
        }

        async Task Move()
        {
            _slot = (_slot + 1 + dice.Next(18)) % 20;
            var wasConfirmed = _state == "confirmed";
            var before = _start;
            var moved = await app.Admin.Post(
                $"/v1/reservations/{Id}/reschedule", new { slot_id = firstSlot + _slot });
            if (moved.Status != 200)
                return;
            await Look();
            if (wasConfirmed && _start != before)
                Expected.Add("change");
        }

        async Task Cancel()
        {
            var wasConfirmed = _state == "confirmed";
            if ((await app.Admin.Post($"/v1/reservations/{Id}/cancel")).Status != 200)
                return;
            await Look();
            if (wasConfirmed && app.Clock.GetUtcNow() < _start)
                Expected.Add("cancellation");
        }

        async Task Complete()
        {
            if ((await app.Admin.Post($"/v1/reservations/{Id}/complete")).Status != 200)
                return;
            await Look();
            Expected.Add("review_invitation");
        }

        Task Wait()
        {
            var from = app.Clock.GetUtcNow();
            app.Clock.Advance(TimeSpan.FromMinutes(10 * dice.Next(1, 90)));
            var now = app.Clock.GetUtcNow();
            if (_state == "confirmed" && now < _start)
                Expected.AddRange(Before
                    .Where(before => _changedAt <= _start - before && from < _start - before && _start - before <= now)
                    .Select(_ => "reminder"));
            return Task.CompletedTask;
        }

        async Task Look()
        {
            var seen = (await app.Admin.Get($"/v1/reservations/{Id}")).Is(200);
            (_state, _start) = ((string)seen["state"]!, (DateTimeOffset)seen["starts_at"]!);
            _changedAt = app.Clock.GetUtcNow();
        }
    }
}

public sealed class RandomLivesTestsOnSqlite(SqliteApp app) : RandomLivesTests(app), IClassFixture<SqliteApp>;

public sealed class RandomLivesTestsOnPostgres(PostgresApp app) : RandomLivesTests(app), IClassFixture<PostgresApp>;
