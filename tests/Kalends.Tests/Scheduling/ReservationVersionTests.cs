using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Scheduling;

/// <summary>The ETags of reservations, and changes that insist on one.</summary>
public abstract class ReservationVersionTests
{
    readonly TestApp _app;

    protected ReservationVersionTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Every_answer_of_one_reservation_names_its_version()
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        var (_, slot) = await _app.GivenFreeSlots();
        var answers = new List<Answer> { (await _app.Reserve(slot)).Is(201) };
        var path = $"/v1/reservations/{answers[0].Id}";
        foreach (var verb in (string[])["extend", "confirm", "reschedule", "arrive", "no-show", "reinstate", "cancel"])
        {
            if (verb == "arrive")
                _app.Clock.Advance(TimeSpan.FromHours(49));
            answers.Add((await _app.Admin.Post(
                $"{path}/{verb}", verb == "reschedule" ? new { slot_id = slot + 1 } : null)).Is(200));
            var read = (await _app.Admin.Get(path)).Is(200);
            Assert.Equal((answers[^1].Text, Tag(answers[^1])), (read.Text, Tag(read)));
        }

        Assert.Equal(Enumerable.Range(1, 8), answers.Select(answer => (int)answer["version"]!));
        Assert.Equal(8, answers.Select(Tag).Distinct().Count());
        await IsKnown(path, Tag(answers[^1]), 304);
        await IsKnown(path, Tag(answers[^2]), 200);
        var graph = (await _app.Admin.Ask($"{{ reservation(reservationId: {answers[0].Id}) {{ version sequence }} }}"))
            .Data()["reservation"]!;
        Assert.Equal((Tag(answers[^1]), 1), ((string?)graph["version"], (int)graph["sequence"]!));
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("cancel")]
    [InlineData("extend")]
    [InlineData("reschedule")]
    [InlineData("arrive")]
    [InlineData("no-show")]
    [InlineData("reinstate")]
    [InlineData("complete")]
    public async Task A_change_that_insists_on_a_version_is_refused_in_another(string verb)
    {
        await using var changed = await _app.Restart("--Kalends:Scheduling:NoticeMinutes=0");
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenAHold(slot);
        var path = $"/v1/reservations/{id}";
        var before = Tag(await _app.Admin.Get(path));
        (await _app.Admin.Post($"{path}/reschedule", new { slot_id = slot + 2 })).Is(200);
        if (verb is "arrive" or "no-show" or "reinstate" or "complete")
        {
            (await _app.Admin.Post($"{path}/confirm")).Is(200);
            _app.Clock.Advance(TimeSpan.FromHours(49));
        }
        if (verb == "reinstate")
            (await _app.Admin.Post($"{path}/no-show")).Is(200);
        var body = verb == "reschedule" ? new { slot_id = slot + 3 } : null;
        var tag = Tag(await _app.Admin.Get(path));

        foreach (var wrong in (string[])[before, "\"x\"", "garbage", "", tag.Trim('"'), $"{tag} {tag}"])
            (await _app.Admin.Post($"{path}/{verb}", body, ifMatch: wrong)).IsRefused(412, "precondition_failed");

        Assert.Equal(tag, Tag(await _app.Admin.Get(path)));
        (await _app.Admin.Post($"{path}/{verb}", body, ifMatch: $"{before}, {tag}")).Is(200);
    }

    [Fact]
    public async Task A_hold_that_lapses_looks_other_and_is_the_same_version()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var path = $"/v1/reservations/{await _app.GivenAHold(slot)}";
        var held = Tag(await _app.Admin.Get(path));
        _app.Clock.Advance(TimeSpan.FromMinutes(30));

        await IsKnown(path, held, 200);
        var lapsed = Tag(await _app.Admin.Get(path));
        (await _app.Admin.Post($"{path}/confirm", ifMatch: held)).IsRefused(410, "hold_expired");
        (await _app.Admin.Post("/v1/reservations/expire")).Is(200);

        Assert.Equal(lapsed, Tag(await _app.Admin.Get(path)));
        (await _app.Admin.Post($"{path}/confirm", ifMatch: held)).IsRefused(410, "hold_expired");
    }

    [Fact]
    public async Task A_provider_who_changes_organisations_changes_the_version_of_what_lies_ahead()
    {
        var (house, _) = await _app.GivenAnOrganisation();
        var (provider, slot) = await _app.GivenFreeSlots();
        var path = $"/v1/reservations/{await _app.GivenABooking(slot)}";
        var before = Tag(await _app.Admin.Get(path));

        await _app.Move(provider, house);

        (await _app.Admin.Post($"{path}/cancel", ifMatch: before)).IsRefused(412, "precondition_failed");
        await IsKnown(path, before, 200);
    }

    async Task IsKnown(string path, string tag, int status) => (await _app.Admin.Send(
        HttpMethod.Get, path, null, headers: ("If-None-Match", tag))).Is(status);

    static string Tag(Answer answer) => answer.Headers["ETag"];
}

public sealed class ReservationVersionTestsOnSqlite(SqliteApp app)
    : ReservationVersionTests(app), IClassFixture<SqliteApp>;

public sealed class ReservationVersionTestsOnPostgres(PostgresApp app)
    : ReservationVersionTests(app), IClassFixture<PostgresApp>;
