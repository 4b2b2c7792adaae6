using System.Data.Common;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>
/// Whatever the notice and the grace, nothing is reserved that has begun, and no hold outlives its start.
/// </summary>
public abstract class NoticeTests
{
    readonly TestApp _app;

    protected NoticeTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 5)]
    [InlineData(0, 60)]
    [InlineData(5, 0)]
    public async Task What_has_begun_is_neither_listed_nor_reserved(int notice, int grace)
    {
        await using var changed = await _app.Restart(
            $"--Kalends:Scheduling:NoticeMinutes={notice}", $"--Kalends:Scheduling:GraceMinutes={grace}");
        var provider = await _app.GivenAProvider();
        var first = await _app.GivenSlots(provider, inDays: 0.25, hours: 2, slotMinutes: 5);
        _app.Clock.Advance(_app.NextHour().AddHours(6) - _app.Clock.GetUtcNow() + TimeSpan.FromMinutes(62));

        var from = _app.Clock.GetUtcNow().AddHours(-2).Text();
        var listed = (await _app.Admin.Get($"/v1/providers/{provider}/slots?from={from}")).Is(200);

        // The slot of minute 60 began two minutes ago, and the one before it is over; of minute 65 three are left.
        foreach (var begun in (int[])[0, 11, 12])
            (await _app.Reserve(first + begun)).IsRefused(422, "too_soon");
        Assert.Equal(first + (notice <= 3 ? 13 : 14), (long)listed["items"]![0]!["id"]!);
        (await _app.Reserve(first + 13)).Is(notice - grace <= 3 ? 201 : 422);
        (await _app.Reserve(first + 14)).Is(201);
    }

    [Fact]
    public async Task A_slot_can_be_reserved_until_it_starts_and_not_when_it_does()
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        var provider = await _app.GivenAProvider();
        var first = await _app.GivenSlots(provider, inDays: 0.25);
        var starts = _app.NextHour().AddHours(6);
        _app.Clock.Advance(starts - _app.Clock.GetUtcNow() - TimeSpan.FromMicroseconds(1));

        Assert.Contains(first, await Listed(provider));
        _app.Clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.DoesNotContain(first, await Listed(provider));
        (await _app.Reserve(first)).IsRefused(422, "too_soon");

        _app.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromMicroseconds(1));
        var held = (await _app.Reserve(first + 1)).Is(201);
        Assert.Equal(starts.AddMinutes(15).Text(), (string?)held["expires_at"]);
        _app.Clock.Advance(TimeSpan.FromMicroseconds(1));
        (await _app.Admin.Post($"/v1/reservations/{held.Id}/confirm")).IsRefused(410, "hold_expired");
        (await _app.Admin.Post($"/v1/reservations/{held.Id}/cancel")).IsRefused(410, "hold_expired");
    }

    [Fact]
    public async Task A_hold_expires_at_the_start_of_its_slot_at_the_latest()
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        var provider = await _app.GivenAProvider();
        var first = await _app.GivenSlots(provider, inDays: 0.25, hours: 4, slotMinutes: 20);
        _app.Clock.Advance(_app.NextHour().AddHours(5.9) - _app.Clock.GetUtcNow());

        foreach (var (slot, minutes) in (IEnumerable<(long, int)>)[(first, 6), (first + 1, 26), (first + 2, 30)])
        {
            var held = (await _app.Reserve(slot)).Is(201);
            var life = (DateTimeOffset)held["expires_at"]! - (DateTimeOffset)held["created_at"]!;
            Assert.Equal(TimeSpan.FromMinutes(minutes), life);
        }
    }

    [Fact]
    public async Task A_short_appointment_that_is_over_cannot_be_reserved()
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        _app.Clock.Advance(_app.NextHour() - _app.Clock.GetUtcNow());
        var appointment = (await _app.GivenAnAppointment(await _app.GivenAProvider(), inDays: -0.002, seconds: 60))
            .Is(201);

        Assert.Equal("too_soon", (string?)appointment["status"]);
        (await _app.Reserve((long)appointment["slot_id"]!)).IsRefused(422, "too_soon");
    }

    [Fact]
    public async Task What_is_offered_instead_of_a_slot_of_the_past_lies_ahead()
    {
        var provider = await _app.GivenAProvider();
        var old = await _app.GivenSlots(provider, inDays: 2);
        var hold = await _app.GivenAHold(old);
        (await _app.Admin.Post($"/v1/reservations/{hold}/confirm")).Is(200);
        _app.Clock.Advance(TimeSpan.FromDays(60));
        var ahead = await _app.GivenSlots(provider, inDays: 2);

        var refused = (await _app.Reserve(old)).IsRefused(409, "slot_taken");

        Assert.Equal([ahead, ahead + 1, ahead + 2], refused["alternatives"]!.AsArray().Select(s => (long)s!["id"]!));
    }

    [Fact]
    public async Task The_database_takes_no_hold_that_outlives_its_start()
    {
        var hold = await _app.GivenAHold(await _app.GivenSlots(await _app.GivenAProvider()));

        await Assert.ThrowsAnyAsync<DbException>(
            () => _app.Repair($"UPDATE reservations SET expires_at = starts_at + 1 WHERE id = {hold}"));
        await _app.Repair($"UPDATE reservations SET expires_at = starts_at WHERE id = {hold}");
    }

    async Task<List<long>> Listed(long provider) => (await _app.Admin.Get($"/v1/providers/{provider}/slots"))
        .Is(200)["items"]!.AsArray().Select(one => (long)one!["id"]!).ToList();
}

public sealed class NoticeTestsOnSqlite(SqliteApp app) : NoticeTests(app), IClassFixture<SqliteApp>;

public sealed class NoticeTestsOnPostgres(PostgresApp app) : NoticeTests(app), IClassFixture<PostgresApp>;
