using Kalends.Platform.Calls;
using Kalends.Scheduling.ExternalCalendars;
using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Scheduling.ExternalCalendars;

/// <summary>Calendars elsewhere close the time of a provider.</summary>
public abstract class ExternalCalendarTests : IAsyncLifetime
{
    readonly TestApp _app;
    ForeignServer _server = null!;

    protected ExternalCalendarTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public async ValueTask InitializeAsync()
    {
        _server = ForeignServer.Of(Calendar(""));
        await _app.Stop();
        await _app.Start(
            "--Kalends:ExternalCalendars:AllowPrivateAddresses=true", "--Kalends:ExternalCalendars:TimeoutSeconds=2",
            "--Kalends:ExternalCalendars:BytesMax=100000");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Its_events_close_their_time_and_nothing_else()
    {
        var (provider, first) = await _app.GivenFreeSlots();
        _server.Answer = ForeignServer.Sends(Calendar(Event(At(30), 30) + Event(At(90), 15)));
        var id = await GivenACalendar(provider);
        var before = await Read(provider, id);

        await Fetch();

        Assert.Null((string?)before["attempted_at"]);
        Assert.Equal(
            new[] { 0, 1, 4, 5, 7 }.Select(i => first + i), await _app.Listed(provider));
        (await _app.Reserve(first + 2)).IsRefused(409, "slot_closed");
        (await _app.Reserve(first + 4)).Is(201);
        var after = await Read(provider, id);
        Assert.Equal((2, Now, Now, null), (
            (int)after["busy_count"]!, (string?)after["attempted_at"], (string?)after["succeeded_at"],
            (string?)after["problem"]));
        Assert.Equal("127.0.0.1", (string?)after["host"]);
        Assert.DoesNotContain("calendar.ics", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appointment_at_the_same_time_shows_that_it_is_closed()
    {
        var provider = await _app.GivenAProvider();
        var appointment = (await _app.GivenAnAppointment(provider)).Is(201);
        Assert.Equal("free", (string?)appointment["status"]);
        _server.Answer = ForeignServer.Sends(Calendar(Event(At(30), 60)));
        await GivenACalendar(provider);

        await Fetch();

        Assert.Equal(
            "closed", (string?)(await _app.Admin.Get($"/v1/appointments/{appointment.Id}")).Is(200)["status"]);
        (await _app.Reserve((long)appointment["slot_id"]!)).IsRefused(409, "slot_closed");
    }

    [Fact]
    public async Task Reservations_stay_and_are_listed_as_conflicts()
    {
        var (provider, first) = await _app.GivenFreeSlots();
        var (in_the_way, beside) = (await _app.GivenABooking(first + 1), await _app.GivenABooking(first + 4));
        _server.Answer = ForeignServer.Sends(Calendar(Event(At(0), 60)));
        await GivenACalendar(provider);

        await Fetch();

        Assert.Equal("confirmed", (string?)(await _app.Admin.Get($"/v1/reservations/{in_the_way}"))["state"]);
        var conflicts = (await _app.Admin.Get($"/v1/providers/{provider}/conflicts")).Is(200)["items"]!.AsArray();
        Assert.Equal(in_the_way, (long)Assert.Single(conflicts)!["id"]!);
        Assert.NotEqual(in_the_way, beside);
    }

    [Fact]
    public async Task It_is_fetched_every_few_minutes_and_asked_whether_it_changed()
    {
        var (provider, first) = await _app.GivenFreeSlots();
        _server.Answer = ForeignServer.Sends(Calendar(Event(At(0), 120)), "200 OK\r\nETag: \"1\"");
        var id = await GivenACalendar(provider);
        await Fetch();
        await Fetch();
        Assert.Single(_server.Requests);
        Assert.Empty(await _app.Listed(provider));

        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        _server.Answer = ForeignServer.Sends("", "304 Not Modified");
        await Fetch();
        Assert.Contains("If-None-Match: \"1\"", _server.Requests[1], StringComparison.Ordinal);
        Assert.Equal(Now, (string?)(await Read(provider, id))["succeeded_at"]);
        Assert.Empty(await _app.Listed(provider));

        // Once a day it is read in full, since the window has moved.
        _app.Clock.Advance(TimeSpan.FromDays(1));
        _server.Answer = ForeignServer.Sends(Calendar(""));
        await Fetch();
        Assert.DoesNotContain("If-None-Match", _server.Requests[2], StringComparison.Ordinal);
        Assert.Contains(first + 7, await _app.Listed(provider));
        Assert.Equal(0, (int)(await Read(provider, id))["busy_count"]!);
    }

    [Fact]
    public async Task A_source_that_fails_keeps_its_last_good_copy_and_says_so()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        _server.Answer = ForeignServer.Sends(Calendar(Event(At(0), 120)));
        var id = await GivenACalendar(provider);
        await Fetch();
        var good = Now;

        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        var failed = Now;
        _server.Answer = ForeignServer.Sends("gone", "410 Gone");
        await Fetch();
        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        await Fetch();
        Assert.Equal(2, _server.Requests.Count);
        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        _server.Answer = ForeignServer.Sends(Calendar("").Replace("END:VCALENDAR", ""));
        await Fetch();

        var told = await Read(provider, id);
        Assert.Equal((good, failed, "not_a_calendar", null, 1), (
            (string?)told["succeeded_at"], (string?)told["failing_since"], (string?)told["problem"],
            (int?)told["http_status"], (int)told["busy_count"]!));
        Assert.Equal(Now, (string?)told["attempted_at"]);
        Assert.Empty(await _app.Listed(provider));

        _app.Clock.Advance(TimeSpan.FromHours(1));
        _server.Answer = ForeignServer.Sends(Calendar(""));
        await Fetch();
        Assert.Null((string?)(await Read(provider, id))["failing_since"]);
        Assert.NotEmpty(await _app.Listed(provider));
        Assert.Equal(
            ["added", "changed", "failed", "recovered", "changed"],
            (await Events(provider)).Select(one => one.Kind.Split('.')[1]));
    }

    [Theory]
    [InlineData("endless", "timed_out")]
    [InlineData("large", "too_large")]
    [InlineData("moved", "redirected")]
    [InlineData("html", "not_a_calendar")]
    [InlineData("secondly", "too_complex")]
    [InlineData("zone", "unknown_time_zone")]
    public async Task Hostile_sources_fail_with_the_reason(string kind, string problem)
    {
        var provider = await _app.GivenAProvider();
        _server.Answer = kind switch
        {
            "endless" => (_, _, cancel) => Task.Delay(Timeout.Infinite, cancel),
            "large" => ForeignServer.Sends(new string('x', 200_000)),
            "moved" => ForeignServer.Sends("", "301 Moved\r\nLocation: http://localhost/"),
            "html" => ForeignServer.Sends("<html>"),
            "secondly" => ForeignServer.Sends(Calendar(
                "BEGIN:VEVENT\r\nDTSTART:20000101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\n")),
            _ => ForeignServer.Sends(Calendar(
                "BEGIN:VEVENT\r\nDTSTART;TZID=Nowhere:20400101T000000\r\nEND:VEVENT\r\n")),
        };
        var id = await GivenACalendar(provider);

        await Fetch();

        Assert.Equal(problem, (string?)(await Read(provider, id))["problem"]);
    }

    [Fact]
    public async Task Addresses_that_are_not_public_are_refused_and_never_connected_to()
    {
        var provider = await _app.GivenAProvider();
        await _app.Stop();
        await _app.Start();

        foreach (var host in (string[])["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[fe80::1]", "0"])
            Assert.Equal(
                ["/url forbidden_address"],
                (await Add(provider, $"http://{host}:{_server.Port}/")).IsRefused(422, "invalid_input").Errors);
        // What a name resolves to is known when it is connected to.
        var id = (await Add(provider, $"http://localhost:{_server.Port}/")).Is(201).Id;
        await Fetch();

        Assert.Equal("forbidden_address", (string?)(await Read(provider, id))["problem"]);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Faulty_addresses_are_refused()
    {
        var provider = await _app.GivenAProvider();

        foreach (var url in (string[])["calendar.ics", "ftp://example.org/", "file:///etc/passwd", "webcal://x.org/",
            "https://ada:secret@example.org/", "https://", "javascript:alert(1)"])
            Assert.Equal(
                ["/url bad_address"], (await Add(provider, url)).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(["/name required"], (await _app.Admin.Post(
            Path(provider), new { url = "https://example.org/" })).IsRefused(422, "invalid_input").Errors);
        Assert.Equal(
            ["/url too_long"],
            (await Add(provider, $"https://example.org/{new string('ä', 1000)}")).IsRefused(422, "invalid_input")
                .Errors);
    }

    [Fact]
    public async Task A_provider_has_ten_at_most_and_each_once()
    {
        var provider = await _app.GivenAProvider();
        (await Add(provider, "https://example.org/Calendar?a=b#top")).Is(201);
        (await Add(provider, "HTTPS://EXAMPLE.org:443/Calendar?a=b")).IsRefused(409, "external_calendar_known");

        var statuses = await AtOnce(20, i => Add(provider, $"https://example.org/{i}"));

        Assert.Equal(9, statuses.Count(answer => answer.Status == 201));
        Assert.All(
            statuses.Where(answer => answer.Status != 201),
            answer => answer.IsRefused(409, "too_many_external_calendars"));
        Assert.Equal(10, (await _app.Admin.Get(Path(provider))).Is(200)["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Removing_it_opens_its_time_again_and_a_fetch_under_way_changes_nothing()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        _server.Answer = ForeignServer.Sends(Calendar(Event(At(0), 120)));
        var id = await GivenACalendar(provider);
        await Fetch();
        Assert.Empty(await _app.Listed(provider));
        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        _server.Answer = async (head, stream, cancel) =>
        {
            (await _app.Admin.Delete($"{Path(provider)}/{id}")).Is(200);
            await ForeignServer.Sends(Calendar(Event(At(0), 120)))(head, stream, cancel);
        };

        await Fetch();

        Assert.Equal(8, (await _app.Listed(provider)).Count);
        (await _app.Admin.Get($"{Path(provider)}/{id}")).IsRefused(404, "not_found");
        (await _app.Admin.Delete($"{Path(provider)}/{id}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_provider_who_is_deleted_leaves_no_calendar_behind()
    {
        var provider = await _app.GivenAProvider();
        _server.Answer = ForeignServer.Sends(Calendar(Event(At(0), 120)));
        await GivenACalendar(provider);
        await Fetch();
        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);

        _app.Clock.Advance(TimeSpan.FromHours(1));
        await Fetch();

        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Refreshing_fetches_it_at_the_next_round_and_at_most_once_a_minute()
    {
        var provider = await _app.GivenAProvider();
        var id = await GivenACalendar(provider);
        await Fetch();
        var path = $"{Path(provider)}/{id}/refresh";

        var refused = (await _app.Admin.Post(path)).IsRefused(429, "just_fetched");
        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        var asked = (await _app.Admin.Post(path)).Is(200);
        await Fetch();

        Assert.Equal("60", refused.Headers["Retry-After"]);
        Assert.Equal(Now, (string?)asked["next_attempt_at"]);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task Rounds_at_the_same_time_fetch_each_calendar_once()
    {
        var provider = await _app.GivenAProvider();
        for (var i = 0; i < 6; i++)
            (await Add(provider, $"{_server.Address}?{i}")).Is(201);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Fetch()));

        Assert.Equal(6, _server.Requests.Select(head => head.Split(' ')[1]).Order().Distinct().Count());
        Assert.Equal(6, _server.Requests.Count);
    }

    [Fact]
    public async Task A_calendar_whose_process_died_or_whose_clock_was_ahead_is_fetched_again()
    {
        var provider = await _app.GivenAProvider();
        var id = await GivenACalendar(provider);
        _server.Answer = (_, _, _) => throw new OperationCanceledException();
        Assert.NotNull(await ExternalCalendarStore.Take(_app.OwnCall()));
        await Fetch();
        Assert.Empty(_server.Requests);

        _server.Answer = ForeignServer.Sends(Calendar(""));
        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        await Fetch();
        Assert.Single(_server.Requests);
        await Run($"UPDATE external_calendars SET next_attempt_at = next_attempt_at + 864000000000 WHERE id = {id}");
        await Fetch();

        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task Only_keepers_of_the_calendar_see_it_and_the_log_has_no_address()
    {
        var owner = await _app.As(Roles.Provider);
        var provider = await _app.GivenAProvider(owner);
        var id = (await owner.Post(Path(provider), new { url = $"{_server.Address}?private-7", name = "Home" })).Is(201)
            .Id;
        var other = await _app.As(Roles.Provider);

        (await other.Get(Path(provider))).IsRefused(403, "forbidden");
        (await other.Get($"{Path(provider)}/{id}")).IsRefused(403, "forbidden");
        (await other.Post($"{Path(provider)}/{id}/refresh")).IsRefused(403, "forbidden");
        (await other.Delete($"{Path(provider)}/{id}")).IsRefused(403, "forbidden");
        var listed = (await owner.Get(Path(provider))).Is(200);
        await Fetch();

        Assert.Equal("Home", (string?)Assert.Single(listed["items"]!.AsArray())!["name"]);
        Assert.DoesNotContain("private-7", listed.Text, StringComparison.Ordinal);
        Assert.All(await Events(provider), one =>
        {
            Assert.DoesNotContain("private-7", one.Data, StringComparison.Ordinal);
            Assert.DoesNotContain("Home", one.Data, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_busy_time_of_one_provider_is_no_other_providers()
    {
        var (busy, _) = await _app.GivenFreeSlots();
        var (free, _) = await _app.GivenFreeSlots();
        _server.Answer = ForeignServer.Sends(Calendar(Event(At(0), 120)));
        await GivenACalendar(busy);

        await Fetch();

        Assert.Equal((0, 8), ((await _app.Listed(busy)).Count, (await _app.Listed(free)).Count));
        var first = (await _app.Admin.Post("/v1/providers/search", new
        {
            free_before = _app.NextHour().AddDays(3).Text(),
        })).Is(200)["items"]!.AsArray().Select(one => (long)one!["id"]!).ToList();
        Assert.Contains(free, first);
        Assert.DoesNotContain(busy, first);
    }

    [Fact]
    public async Task GraphQL_adds_lists_refreshes_and_removes_them()
    {
        var provider = await _app.GivenAProvider();
        async Task<System.Text.Json.Nodes.JsonNode> Ask(string query)
        {
            var answer = (await _app.Admin.Post("/graphql", new { query })).Is(200);
            Assert.True(answer["errors"] is null, answer.Text);
            return answer["data"]!;
        }

        var added = await Ask($$"""
            mutation {
                addExternalCalendar(input: { providerId: "{{provider}}", url: "{{_server.Address}}", name: "Home" }) {
                    externalCalendar { calendarId name host problem busyCount provider { name } }
                }
            }
            """);
        var id = (string)added["addExternalCalendar"]!["externalCalendar"]!["calendarId"]!;
        await Fetch();
        var listed = await Ask($$"""
            {
                externalCalendars(providerId: "{{provider}}", first: 5) { edges { node { succeededAt } } }
                externalCalendar(providerId: "{{provider}}", calendarId: "{{id}}") { nextAttemptAt }
            }
            """);
        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        await Ask($$"""
            mutation {
                refreshExternalCalendar(input: { providerId: "{{provider}}", calendarId: "{{id}}" }) {
                    externalCalendar { nextAttemptAt }
                }
                removeExternalCalendar(input: { providerId: "{{provider}}", calendarId: "{{id}}" }) {
                    externalCalendar { calendarId }
                }
            }
            """);

        Assert.NotNull((string?)listed["externalCalendars"]!["edges"]![0]!["node"]!["succeededAt"]);
        Assert.Empty((await _app.Admin.Get(Path(provider))).Is(200)["items"]!.AsArray());
    }

    string Now => _app.Clock.GetUtcNow().Text();

    Task Fetch() => FetchExternalCalendars.Run(_app.OwnCall());

    async Task Run(string sql)
    {
        await using var connection = _app.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    async Task<List<(string Kind, string Data)>> Events(long provider) =>
        (await _app.EventsOf($"provider/{provider}"))
            .Where(one => one.Kind.StartsWith("external_calendar", StringComparison.Ordinal)).ToList();

    static string Path(long provider) => $"/v1/providers/{provider}/external-calendars";

    Task<Answer> Add(long provider, string url) => _app.Admin.Post(Path(provider), new { url, name = "Elsewhere" });

    async Task<long> GivenACalendar(long provider) => (await Add(provider, _server.Address.ToString())).Is(201).Id;

    async Task<Answer> Read(long provider, long id) => (await _app.Admin.Get($"{Path(provider)}/{id}")).Is(200);

    /// <summary>A time in the openings of <see cref="Situations.GivenFreeSlots"/>.</summary>
    DateTimeOffset At(int minutes) => _app.NextHour().AddDays(2).AddMinutes(minutes);

    static string Event(DateTimeOffset start, int minutes) =>
        $"BEGIN:VEVENT\r\nUID:{start.Ticks}\r\nSUMMARY:Dentist\r\nDTSTART:{start:yyyyMMdd'T'HHmmss'Z'}\r\n" +
        $"DURATION:PT{minutes}M\r\nEND:VEVENT\r\n";

    static string Calendar(string events) =>
        $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n{events}END:VCALENDAR\r\n";
}

public sealed class ExternalCalendarTestsOnSqlite(SqliteApp app)
    : ExternalCalendarTests(app), IClassFixture<SqliteApp>;

public sealed class ExternalCalendarTestsOnPostgres(PostgresApp app)
    : ExternalCalendarTests(app), IClassFixture<PostgresApp>;
