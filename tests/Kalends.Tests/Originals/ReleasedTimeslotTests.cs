using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>
/// The list of expired reservations that schedulers of the original service kept: each lapse once, whoever wrote it
/// down.
/// </summary>
public abstract class ReleasedTimeslotTests
{
    const string Released = "Expired reservations deleted and corresponding timeslots released";

    readonly TestApp _app;

    // Holds of other tests lapse beside those of this one.
    readonly HashSet<long> _providers = [];

    protected ReleasedTimeslotTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task What_the_sweeper_released_is_told()
    {
        var (scheduler, first) = (await GivenAScheduler(), await GivenTimeslots());
        (await _app.ReserveTimeslot(await _app.GivenAnOriginalClient(), first)).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(31));
        await Kalends.Scheduling.Reservations.ExpireReservations.Sweep(_app.OwnCall());

        Assert.Equal([(first, true)], await Told(scheduler));
        Assert.Empty(await Told(scheduler));
    }

    [Fact]
    public async Task What_was_taken_over_is_told_and_shown_as_taken()
    {
        var (scheduler, first) = (await GivenAScheduler(), await GivenTimeslots());
        var client = await _app.GivenAnOriginalClient();
        (await _app.ReserveTimeslot(client, first)).Is(200);
        (await _app.ReserveTimeslot(client, first + 1)).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        var taken = (await _app.ReserveTimeslot(await _app.GivenAnOriginalClient(), first)).Is(200);

        Assert.Equal([(first, false), (first + 1, true)], await Told(scheduler));
        (await _app.Admin.Post($"/v1/reservations/{taken.ReservationId()}/cancel")).Is(200);
        Assert.Empty(await Told(scheduler));
    }

    [Fact]
    public async Task A_slot_that_lapses_twice_is_told_twice()
    {
        var (scheduler, first) = (await GivenAScheduler(), await GivenTimeslots());
        for (var round = 0; round < 2; round++)
        {
            (await _app.ReserveTimeslot(await _app.GivenAnOriginalClient(), first)).Is(200);
            _app.Clock.Advance(TimeSpan.FromMinutes(30));
            await Kalends.Scheduling.Reservations.ExpireReservations.Sweep(_app.OwnCall());
        }
        await _app.LogIsTold();

        Assert.Equal([(first, true), (first, true)], await Told(scheduler));
    }

    [Fact]
    public async Task What_lapsed_is_told_under_the_name_of_a_provider_who_was_deleted_since()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        // The administrator sees the lapses of all, and is told a thousand at once.
        while ((await _app.Admin.Put("/provider/expiredReservations")).Is(200).Text.Contains("timeslot_id"))
        {
        }
        await _app.GivenAHold(slot);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);

        var released = (await _app.Admin.Put("/provider/expiredReservations")).Is(200);

        Assert.Contains($"\"provider_id\":{provider},\"first_name\":\"Ada\"", released.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_did_not_lapse_is_not_told()
    {
        var (scheduler, first) = (await GivenAScheduler(), await GivenTimeslots());
        var client = await _app.GivenAnOriginalClient();
        var confirmed = (await _app.ReserveTimeslot(client, first)).ReservationId();
        var cancelled = (await _app.ReserveTimeslot(client, first + 1)).ReservationId();
        (await _app.ConfirmTimeslot(client, confirmed)).Is(200);
        (await _app.Admin.Post($"/v1/reservations/{cancelled}/cancel")).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(29));
        (await _app.ReserveTimeslot(client, first + 2)).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(29));

        Assert.Empty(await Told(scheduler));
    }

    [Fact]
    public async Task Each_caller_is_told_everything_and_a_restart_forgets_nothing()
    {
        var (one, other, first) = (await GivenAScheduler(), await GivenAScheduler(), await GivenTimeslots());
        var client = await _app.GivenAnOriginalClient();
        (await _app.ReserveTimeslot(client, first)).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal([(first, true)], await Told(one));
        (await _app.ReserveTimeslot(client, first + 1)).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));

        await using var changed = await _app.Restart();

        Assert.Equal([(first + 1, true)], await Told(one));
        Assert.Equal([(first, true), (first + 1, true)], await Told(other));
        Assert.Empty(await Told(one));
    }

    [Fact]
    public async Task What_was_released_more_than_a_day_ago_is_told_no_more()
    {
        var (scheduler, first) = (await GivenAScheduler(), await GivenTimeslots());
        var client = await _app.GivenAnOriginalClient();
        (await _app.ReserveTimeslot(client, first)).Is(200);
        (await _app.ReserveTimeslot(client, first + 4)).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        (await _app.ReserveTimeslot(await _app.GivenAnOriginalClient(), first)).Is(200);

        _app.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        // The others lapsed long ago too, but nobody had written it down before.
        Assert.Equal([first, first + 4], (await Told(scheduler)).Select(one => one.Slot).Order());
    }

    [Fact]
    public async Task A_manager_is_told_of_their_own_organisation()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var manager = await _app.As(Roles.Manager, organisation);
        var made = await manager.Post("/provider/create", new { first_name = "John", last_name = "Doe" });
        var provider = (long)made.Is(201)["provider_id"]!;
        _providers.Add(provider);
        var (own, foreign) = (await _app.GivenATimeslot(provider), await GivenTimeslots());
        foreach (var slot in new[] { own, foreign })
            (await _app.ReserveTimeslot(await _app.GivenAnOriginalClient(), slot)).Is(200);
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        await Kalends.Scheduling.Reservations.ExpireReservations.Sweep(_app.OwnCall());

        Assert.Equal([(own, true)], await Told(manager));
        (await (await _app.As(Roles.Provider)).Put("/provider/expiredReservations")).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task Calls_at_once_neither_lose_nor_double_what_lapsed()
    {
        var (scheduler, first) = (await GivenAScheduler(), await GivenTimeslots(hours: 6));
        var told = new List<long>();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 8; i++)
                (await _app.ReserveTimeslot(await _app.GivenAnOriginalClient(), first + round * 8 + i)).Is(200);
            _app.Clock.Advance(TimeSpan.FromMinutes(30));
            var answers = await Race.AtOnce(8, _ => scheduler.Put("/provider/expiredReservations"));
            told.AddRange(answers.SelectMany(Slots).Select(one => one.Slot));
        }
        told.AddRange((await Told(scheduler)).Select(one => one.Slot));

        Assert.Equal(Enumerable.Range(0, 24).Select(i => first + i), told.Order());
    }

    [Fact]
    public async Task More_than_a_thousand_are_told_a_thousand_at_a_time()
    {
        var (scheduler, first) = (await GivenAScheduler(), await GivenTimeslots(hours: 24 * 13));
        var client = await _app.GivenAnOriginalClient();
        await _app.Repair($"""
            WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1199)
            INSERT INTO reservations
                (opening_id, slot_index, provider_id, client_id, starts_at, ends_at, busy_from, busy_to, state,
                 expires_at, created_at)
            SELECT o.id, n, o.provider_id, {client}, o.starts_at + n * o.slot_micros,
                   o.starts_at + (n + 1) * o.slot_micros, o.starts_at + n * o.slot_micros,
                   o.starts_at + (n + 1) * o.slot_micros, 'held', {Micros()}, {Micros()}
            FROM numbers CROSS JOIN openings o
            WHERE o.id = {first / 4096}
            """);
        await Kalends.Scheduling.Reservations.ExpireReservations.Sweep(_app.OwnCall());

        var once = await scheduler.Put("/provider/expiredReservations");
        var told = Slots(once).Concat(await Told(scheduler)).Select(one => one.Slot).ToList();

        Assert.Equal(1000, once.Is(200)[Released]!.AsArray().Count);
        Assert.Equal(Enumerable.Range(0, 1200).Select(i => first + i), told.Order());
        Assert.Empty(await Told(scheduler));
    }

    protected long Micros() => _app.Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1000 - 1;

    /// <summary>Somebody who has been told of all that lapsed until now.</summary>
    protected async Task<Visitor> GivenAScheduler()
    {
        var scheduler = await _app.As(Roles.Admin);
        (await scheduler.Put("/provider/expiredReservations")).Is(200);
        return scheduler;
    }

    protected async Task<long> GivenTimeslots(int hours = 2)
    {
        var (starts, provider) = (_app.NextHour().AddDays(3), await _app.GivenAnOriginalProvider());
        _providers.Add(provider);
        var offered = await _app.Offer(provider, starts.Text(), starts.AddHours(hours).Text());
        return (long)offered.Is(201)[Steps.Slots]![0]!["timeslot_id"]!;
    }

    protected async Task<List<(long Slot, bool IsAvailable)>> Told(Visitor scheduler) =>
        Slots(await scheduler.Put("/provider/expiredReservations"));

    List<(long Slot, bool IsAvailable)> Slots(Answer answer) => answer.Is(200)[Released]!.AsArray()
        .Where(slot => _providers.Contains((long)slot!["provider_id"]!))
        .Select(slot => ((long)slot!["timeslot_id"]!, (bool)slot["is_available"]!)).ToList();
}

public sealed class ReleasedTimeslotTestsOnSqlite(SqliteApp app)
    : ReleasedTimeslotTests(app), IClassFixture<SqliteApp>;

public sealed class ReleasedTimeslotTestsOnPostgres(PostgresApp app)
    : ReleasedTimeslotTests(app), IClassFixture<PostgresApp>
{
    [Fact]
    public async Task A_lapse_that_is_committed_late_is_told_next_time_and_hides_none()
    {
        var cancel = TestContext.Current.CancellationToken;
        var (scheduler, first) = (await GivenAScheduler(), await GivenTimeslots());
        var client = await app.GivenAnOriginalClient();
        var late = (await app.ReserveTimeslot(client, first)).ReservationId();
        (await app.ReserveTimeslot(client, first + 1)).Is(200);
        app.Clock.Advance(TimeSpan.FromMinutes(30));

        await using var connection = app.Connect();
        await connection.OpenAsync(cancel);
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"""
                UPDATE reservations SET state = 'expired', ended_at = expires_at WHERE id = {late};
                INSERT INTO events (id, created_at, component, kind, subject, actor, data, provider_id)
                SELECT 'late {late}', {Micros()}, 'scheduling', 'reservation.expired', 'reservation/{late}', 'a', '1',
                       provider_id
                FROM reservations
                WHERE id = {late}
                """;
            await command.ExecuteNonQueryAsync(cancel);
            Assert.Empty(await Told(scheduler));
            await transaction.CommitAsync(cancel);
        }

        Assert.Equal([(first, true), (first + 1, true)], await Told(scheduler));
    }
}
