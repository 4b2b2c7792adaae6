using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>A list of slots has an ETag: the same state has the same tag, another state another one.</summary>
public abstract class SlotTagTests
{
    readonly TestApp _app;

    protected SlotTagTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_list_that_has_not_changed_is_not_sent_again()
    {
        var (provider, _) = await GivenADay();
        var first = await List(provider);

        _app.Clock.Advance(TimeSpan.FromMinutes(3));
        var same = await List(provider, TagOf(first));

        Assert.Equal(304, same.Status);
        Assert.Equal("", same.Text);
        Assert.Equal(TagOf(first), TagOf(same));
    }

    [Fact]
    public async Task Whatever_changes_the_list_changes_its_tag()
    {
        var (provider, slot) = await GivenADay();
        var service = await _app.GivenAService(provider, minutes: 30);
        var tags = new List<string> { await Tag(provider) };

        var held = await _app.GivenAHold(slot + 3);
        tags.Add(await Tag(provider));
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(tags[0], await Tag(provider));
        await _app.GivenABooking(slot);
        tags.Add(await Tag(provider));
        await _app.GivenAnOpening(provider, 90, 30);
        tags.Add(await Tag(provider));
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new { step_minutes = 30 })).Is(200);
        tags.Add(await Tag(provider));
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new { step_minutes = 30, day_max = 5 })).Is(200);
        tags.Add(await Tag(provider));
        tags.Add(await Tag(provider, $"service_id={service}"));
        tags.Add(await Tag(provider, "include=all"));
        tags.Add(await Tag(provider, "limit=1"));
        (await _app.Admin.Patch($"/v1/providers/{provider}", new { active = false })).Is(200);
        tags.Add(await Tag(provider));

        Assert.NotEqual(0, held);
        Assert.Equal(tags.Count, tags.Distinct().Count());
    }

    [Fact]
    public async Task What_a_list_does_not_show_leaves_its_tag_alone()
    {
        var (provider, slot) = await GivenADay();
        var held = await _app.GivenAHold(slot);
        var (tag, all) = (await Tag(provider), await Tag(provider, "include=all"));

        (await _app.Admin.Post($"/v1/reservations/{held}/confirm")).Is(200);

        Assert.Equal(tag, await Tag(provider));
        Assert.NotEqual(all, await Tag(provider, "include=all"));
        (await _app.Admin.Patch($"/v1/providers/{provider}", new { active = false })).Is(200);
        var inactive = await Tag(provider);
        _app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(inactive, await Tag(provider));
    }

    [Fact]
    public async Task The_list_and_its_tag_change_at_the_same_moments_as_time_goes_by()
    {
        var random = new Random(5);
        var (provider, slot) = await GivenADay();
        await _app.GivenAHold(slot + 2);
        (await _app.Admin.Put($"/v1/providers/{provider}/policy", new
        {
            book_notice_minutes = 47 * 60 + 20,
            furthest_days = 2,
        })).Is(200);
        var seen = new Dictionary<string, string>();
        var changes = 0;

        for (var step = 0; step < 60; step++)
        {
            var list = await List(provider);
            var (text, tag) = (list.Is(200).Text, TagOf(list));
            changes += seen.TryAdd(tag, text) ? 1 : 0;
            Assert.Equal(seen[tag], text);
            _app.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 150)));
        }

        Assert.InRange(changes, 3, 15);
    }

    async Task<(long Provider, long Slot)> GivenADay()
    {
        var provider = await _app.GivenAProvider();
        return (provider, await _app.GivenAnOpening(provider, 0, 60));
    }

    Task<Answer> List(long provider, string? known = null) => _app.Admin.Send(
        HttpMethod.Get, $"/v1/providers/{provider}/slots", null,
        headers: known is null ? [] : [("If-None-Match", known)]);

    async Task<string> Tag(long provider, string query = "") =>
        TagOf((await _app.Admin.Get($"/v1/providers/{provider}/slots?{query}")).Is(200));

    static string TagOf(Answer answer) => answer.Headers["ETag"];
}

public sealed class SlotTagTestsOnSqlite(SqliteApp app) : SlotTagTests(app), IClassFixture<SqliteApp>;

public sealed class SlotTagTestsOnPostgres(PostgresApp app) : SlotTagTests(app), IClassFixture<PostgresApp>;
