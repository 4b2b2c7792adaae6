using System.Net;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Web.Console;

/// <summary>A move in the console can be undone while the time that it left is free.</summary>
public abstract class MoveBackTests
{
    readonly TestApp _app;

    protected MoveBackTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_move_by_the_form_is_undone_by_one_button()
    {
        var office = await _app.GivenAnOffice();
        var id = await _app.GivenABooking(office.FirstSlotId);
        using var staff = await _app.Enters(office);
        var path = $"/console/reservations/{id}";
        var before = (await staff.Get(path)).Is(200);

        (await staff.SendForm(before, $"{path}/move", ("starts_local", Local(60)))).Is(303);
        var moved = (await staff.Get(path)).Is(200);
        var back = (await staff.SendForm(moved, $"{path}/move-back")).Is(303);

        Assert.DoesNotContain("move-back", before.Text, StringComparison.Ordinal);
        Assert.Contains("Move it back", moved.Text, StringComparison.Ordinal);
        Assert.Equal(path, back.Headers["Location"]);
        Assert.Equal(_app.FreeAt(), await StartOf(id));
    }

    [Fact]
    public async Task A_dragged_appointment_is_put_back_from_the_calendar_that_shows_it()
    {
        var office = await _app.GivenAnOffice();
        var id = await _app.GivenABooking(office.FirstSlotId);
        using var staff = await _app.Enters(office);
        var week = $"/console/calendar?day={_app.FreeAt()[..10]}";
        var page = (await staff.Get(week)).Is(200);

        var dragged = (await Drag(staff, page, id, 60)).Is(303).Headers["Location"];
        var told = (await staff.Get(dragged)).Is(200);
        var again = (await Drag(staff, told, id, 90)).Is(303).Headers["Location"];
        var back = (await staff.SendForm(
            (await staff.Get(again)).Is(200), $"/console/reservations/{id}/move-back")).Is(303);

        Assert.Equal($"{week}&moved={id}", dragged);
        Assert.Equal(dragged, again);
        Assert.Equal(dragged, back.Headers["Location"]);
        Assert.Contains("was moved from", WebUtility.HtmlDecode(told.Text), StringComparison.Ordinal);
        Assert.DoesNotContain("move-back", (await staff.Get(week)).Text, StringComparison.Ordinal);
        Assert.Equal(_app.FreeAt(60), await StartOf(id));
    }

    [Fact]
    public async Task An_undo_is_refused_once_the_time_is_taken_or_the_appointment_has_changed()
    {
        var office = await _app.GivenAnOffice();
        var id = await _app.GivenABooking(office.FirstSlotId);
        using var staff = await _app.Enters(office);
        var path = $"/console/reservations/{id}";
        (await staff.SendForm((await staff.Get(path)).Is(200), $"{path}/move", ("starts_local", Local(60)))).Is(303);
        var moved = (await staff.Get(path)).Is(200);

        var other = await _app.GivenABooking(office.FirstSlotId);
        var taken = await staff.SendForm(moved, $"{path}/move-back");
        (await _app.Admin.Post($"/v1/reservations/{other}/cancel")).Is(200);
        (await _app.Admin.Post($"/v1/providers/{office.ProviderId}/closures", new
        {
            starts_at = _app.FreeAt(),
            ends_at = _app.FreeAt(30),
        })).Is(201);
        var closed = await staff.SendForm(taken, $"{path}/move-back");
        (await staff.SendForm(moved, $"{path}/move", ("starts_local", Local(90)))).Is(303);
        var late = await staff.SendForm(moved, $"{path}/move-back");

        Assert.Contains("Somebody else was faster", taken.Is(409).Text, StringComparison.Ordinal);
        Assert.Contains("not there at this time", closed.Is(409).Text, StringComparison.Ordinal);
        Assert.Contains("Somebody changed this meanwhile", late.Is(412).Text, StringComparison.Ordinal);
        Assert.Equal(_app.FreeAt(90), await StartOf(id));
    }

    [Fact]
    public async Task What_was_never_moved_cannot_be_moved_back()
    {
        var office = await _app.GivenAnOffice();
        var id = await _app.GivenABooking(office.FirstSlotId);
        using var staff = await _app.Enters(office);
        var page = (await staff.Get($"/console/reservations/{id}")).Is(200);

        var refused = await staff.Post(
            $"/console/reservations/{id}/move-back",
            PageVisitor.HiddenFields(page, $"/console/reservations/{id}/move"));

        refused.Is(409);
    }

    Task<Answer> Drag(PageVisitor staff, Answer page, long id, int minutes) => staff.SendForm(
        page, "/console/calendar/move", ("id", $"{id}"), ("if_match", ""), ("starts_at", _app.FreeAt(minutes)));

    string Local(int minutes) => _app.FreeAt(minutes).Replace(":00Z", "");

    async Task<string?> StartOf(long id) =>
        (string?)(await _app.Admin.Get($"/v1/reservations/{id}")).Is(200)["starts_at"];
}

public sealed class MoveBackTestsOnSqlite(SqliteApp app) : MoveBackTests(app), IClassFixture<SqliteApp>;

public sealed class MoveBackTestsOnPostgres(PostgresApp app) : MoveBackTests(app), IClassFixture<PostgresApp>;
