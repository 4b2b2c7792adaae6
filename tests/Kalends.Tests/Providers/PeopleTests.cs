using Kalends.Platform.Calls;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers;

/// <summary>What providers and clients have in common: people, tied to users and organisations.</summary>
public abstract class PeopleTests
{
    const string OfProviders =
        "id, name, first_name, last_name, skills, cost, currency, availability, time_zone, languages, active, " +
        "published, rating, user_id, owner_user_id, organisation_id, created_at, updated_at, version";

    const string OfClients =
        "id, first_name, last_name, time_zone, user_id, owner_user_id, organisation_id, created_at, updated_at, " +
        "version, erased_at, name";

    readonly TestApp _app;

    protected PeopleTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("/v1/providers", OfProviders)]
    [InlineData("/v1/clients", OfClients)]
    public async Task A_person_is_entered_and_read_back(string people, string members)
    {
        var made = await _app.Admin.Post(
            people, new { first_name = "Zoë", last_name = "d’Arc 李", time_zone = "Europe/Paris" });
        var read = await _app.Admin.Get($"{people}/{made.Id}");

        Assert.Equal(members, made.Is(201).Body.Keys());
        Assert.Equal(made.Text, read.Is(200).Text);
        Assert.Equal("Zoë d’Arc 李", (string?)read["name"]);
        Assert.Equal("Europe/Paris", (string?)read["time_zone"]);
        Assert.Equal(_app.Admin.UserId, (string?)read["owner_user_id"]);
        Assert.Null(read["user_id"]);
        Assert.Equal(_app.Clock.GetUtcNow().Text(), (string?)read["created_at"]);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task One_name_is_enough(string people)
    {
        var made = await _app.Admin.Post(people, new { first_name = "Cher" });

        Assert.Equal("", (string?)made.Is(201)["last_name"]);
        Assert.Equal("Cher", (string?)made["name"]);
        Assert.Equal("UTC", (string?)made["time_zone"]);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task A_change_is_full_and_keeps_the_ties_that_it_leaves_out(string people)
    {
        var user = await _app.As(Roles.Client);
        var made = (await _app.Admin.Post(people, new { first_name = "a", user_id = user.UserId })).Is(201);
        _app.Clock.Advance(TimeSpan.FromSeconds(5));

        var changed = await _app.Admin.Put(
            $"{people}/{made.Id}", new { first_name = "b", last_name = "c", time_zone = "America/New_York" });
        var read = await _app.Admin.Get($"{people}/{made.Id}");

        Assert.Equal(changed.Is(200).Text, read.Is(200).Text);
        Assert.Equal("b c", (string?)read["name"]);
        Assert.Equal(user.UserId, (string?)read["user_id"]);
        Assert.Equal((string?)made["created_at"], (string?)read["created_at"]);
        Assert.Equal(_app.Clock.GetUtcNow().Text(), (string?)read["updated_at"]);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task A_patch_changes_what_it_names_and_null_takes_it_off(string people)
    {
        var user = await _app.As(Roles.Client);
        var made = (await _app.Admin.Post(people, new
        {
            first_name = "a",
            last_name = "b",
            time_zone = "Europe/Paris",
            user_id = user.UserId,
        })).Is(201);
        _app.Clock.Advance(TimeSpan.FromSeconds(5));

        var patched = (await _app.Admin.Patch($"{people}/{made.Id}", """{"first_name":"c","user_id":null}""")).Is(200);

        Assert.Equal(
            ("c", "b", "Europe/Paris", null, _app.Admin.UserId),
            ((string?)patched["first_name"], (string?)patched["last_name"], (string?)patched["time_zone"],
                (string?)patched["user_id"], (string?)patched["owner_user_id"]));
        Assert.Equal(_app.Clock.GetUtcNow().Text(), (string?)patched["updated_at"]);
        Assert.Equal(patched.Text, (await _app.Admin.Get($"{people}/{made.Id}")).Text);
        Assert.Equal(["/owner_user_id required"], (await _app.Admin.Patch(
            $"{people}/{made.Id}", """{"owner_user_id":null}""")).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/time_zone unknown_time_zone"], (await _app.Admin.Patch(
            $"{people}/{made.Id}", """{"time_zone":"Mars/Olympus"}""")).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/age unknown_field"], (await _app.Admin.Patch(
            $"{people}/{made.Id}", """{"age":7}""")).IsRefused(422, "invalid_input").Errors);
        (await _app.Admin.Patch($"{people}/999999", """{"first_name":"c"}""")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_client_is_changed_as_a_whole()
    {
        var client = await _app.GivenAClient();

        var missing = await _app.Admin.Put($"/v1/clients/{client}", new { first_name = "b" });

        Assert.Equal(["/last_name required", "/time_zone required"], missing.IsRefused(422, "invalid_input").Errors);
    }

    [Theory]
    [InlineData("/v1/providers", "Mars/Olympus")]
    [InlineData("/v1/providers", "europe/paris")]
    [InlineData("/v1/clients", "CEST")]
    [InlineData("/v1/clients", "../etc/passwd")]
    public async Task A_time_zone_is_one_of_the_tz_database(string people, string zone)
    {
        var made = (await _app.Admin.Post(people, new { first_name = "a" })).Is(201);

        var created = await _app.Admin.Post(people, new { first_name = "a", time_zone = zone });
        var changed = await _app.Admin.Put(
            $"{people}/{made.Id}", new { first_name = "a", last_name = "", time_zone = zone });

        Assert.Equal(["/time_zone unknown_time_zone"], created.IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/time_zone unknown_time_zone"], changed.IsRefused(422, "invalid_input").Errors);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task A_tie_is_to_users_and_organisations_that_are_there(string people)
    {
        const string Ties = "\"user_id\":\"u\",\"owner_user_id\":\"o\",\"organisation_id\":999999";
        const string Person = $"{{\"first_name\":\"a\",\"last_name\":\"\",\"time_zone\":\"UTC\",{Ties}}}";
        var made = (await _app.Admin.Post(people, new { first_name = "a" })).Is(201);

        var created = await _app.Admin.Post(people, Person);
        var changed = await _app.Admin.Put($"{people}/{made.Id}", Person);

        foreach (var answer in (Answer[])[created, changed])
            Assert.Equal(
                ["/organisation_id unknown_organisation", "/owner_user_id unknown_user", "/user_id unknown_user"],
                answer.IsRefused(422, "invalid_input").Errors);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task A_user_is_one_person_of_a_kind(string people)
    {
        var user = await _app.As(Roles.Provider);
        var (one, other) = (await Enter(people, user.UserId), await Enter(people, null));

        var again = await _app.Admin.Post(people, new { first_name = "a", user_id = user.UserId });
        var moved = await _app.Admin.Put(
            $"{people}/{other}", new { first_name = "a", last_name = "", time_zone = "UTC", user_id = user.UserId });
        var same = await _app.Admin.Put(
            $"{people}/{one}", new { first_name = "a", last_name = "", time_zone = "UTC", user_id = user.UserId });

        again.IsRefused(409, "user_taken").IsCleanRefusal();
        moved.IsRefused(409, "user_taken").IsCleanRefusal();
        same.Is(200);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task Sixteen_who_enter_one_user_at_once_enter_one_person(string people)
    {
        var user = await _app.As(Roles.Provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            _app.Admin.Post(people, new { first_name = $"a{i}", user_id = user.UserId })));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => answer.IsRefused(409, "user_taken"));
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task Sixteen_who_are_made_one_user_at_once_leave_one(string people)
    {
        var user = await _app.As(Roles.Provider);
        var ids = new List<long>();
        for (var i = 0; i < 16; i++)
            ids.Add(await Enter(people, null));

        var answers = await Task.WhenAll(ids.Select(id => _app.Admin.Put(
            $"{people}/{id}", new { first_name = "a", last_name = "", time_zone = "UTC", user_id = user.UserId })));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.IsRefused(409, "user_taken"));
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task Me_tells_which_person_the_user_is(string people)
    {
        var user = await _app.As(Roles.Client | Roles.Provider);
        var id = await Enter(people, user.UserId);

        var me = (await user.Get("/v1/me")).Is(200);

        Assert.Equal(id, (long?)me[people == "/v1/clients" ? "client_id" : "provider_id"]);
        Assert.Null(me[people == "/v1/clients" ? "provider_id" : "client_id"]);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task A_creation_repeated_with_its_key_is_answered_once_more_and_done_once(string people)
    {
        var before = (await Walk(people, 100)).Count;
        var key = Guid.NewGuid().ToString();

        var first = await _app.Admin.Post(people, new { first_name = "a" }, key);
        var second = await _app.Admin.Post(people, """{"last_name": "", "first_name": " a "}""", key);
        var other = await _app.Admin.Post(people, new { first_name = "b" }, key);
        var stranger = await (await _app.As(Roles.Admin)).Post(people, new { first_name = "b" }, key);

        Assert.False(first.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Equal(first.Is(201).Text, second.Is(201).Text);
        Assert.Equal("true", second.Headers["Idempotent-Replayed"]);
        other.IsRefused(422, "idempotency_key_reused").IsCleanRefusal();
        Assert.NotEqual(first.Id, stranger.Is(201).Id);
        Assert.Equal(before + 2, (await Walk(people, 100)).Count);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task Sixteen_equal_creations_with_one_key_make_one_person(string people)
    {
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ =>
            _app.Admin.Post(people, new { first_name = "a" }, key)));

        Assert.Single(answers.Where(answer => answer.Status == 201).Select(answer => answer.Id).Distinct());
        Assert.All(
            answers.Where(answer => answer.Status != 201), answer => answer.IsRefused(409, "idempotency_in_progress"));
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task A_cursor_walks_everything_exactly_once_while_more_is_entered(string people)
    {
        var entered = new List<long>();
        for (var i = 0; i < 7; i++)
            entered.Add(await Enter(people, null));

        var walked = await Walk(people, 3, () => Enter(people, null));

        Assert.Equal(walked.Order(), walked);
        Assert.Equal(walked.Distinct(), walked);
        Assert.Equal(entered, walked.Where(entered.Contains));
    }

    [Fact]
    public async Task A_full_last_page_says_that_it_is_the_last()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        for (var i = 0; i < 4; i++)
            (await _app.Admin.Post("/v1/providers", new { first_name = "a", organisation_id = organisation })).Is(201);
        await Enter("/v1/providers", null);

        var list = $"/v1/providers?organisation_id={organisation}&limit=2";
        var first = (await _app.Admin.Get(list)).Is(200);
        var second = await _app.Admin.Get($"{list}&cursor={first["next"]}");

        Assert.Equal(2, first["items"]!.AsArray().Count);
        Assert.Equal(2, second.Is(200)["items"]!.AsArray().Count);
        Assert.Null(second["next"]);
    }

    async Task<long> Enter(string people, string? userId) =>
        (await _app.Admin.Post(people, new { first_name = "a", user_id = userId })).Is(201).Id;

    async Task<List<long>> Walk(string people, int limit, Func<Task>? between = null)
    {
        var ids = new List<long>();
        // Who enters as fast as we walk would keep us walking.
        var entries = 3;
        for (var cursor = ""; ;)
        {
            var page = (await _app.Admin.Get($"{people}?limit={limit}&cursor={cursor}")).Is(200);
            ids.AddRange(page["items"]!.AsArray().Select(item => (long)item!["id"]!));
            if ((string?)page["next"] is not { } next)
                return ids;
            cursor = next;
            if (between is not null && entries-- > 0)
                await between();
        }
    }
}

public sealed class PeopleTestsOnSqlite(SqliteApp app) : PeopleTests(app), IClassFixture<SqliteApp>;

public sealed class PeopleTestsOnPostgres(PostgresApp app) : PeopleTests(app), IClassFixture<PostgresApp>;
