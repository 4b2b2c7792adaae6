using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling.Feeds;

/// <summary>Reservations as iCalendars: one by one, and as feeds at secret addresses.</summary>
public abstract class FeedTests
{
    readonly TestApp _app;

    protected FeedTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_reservation_keeps_its_uid_and_tells_how_it_stands()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider);
        var (visitor, client) = await _app.GivenAClientUser();
        var id = (await _app.Reserve(slot, client)).Is(201).Id;
        async Task<string> Told() =>
            Assert.Single((await visitor.Get($"/v1/reservations/{id}/calendar")).Calendar().Told());
        string At(int minutes) => _app.NextHour().AddDays(2).AddMinutes(minutes).Text();

        var held = await Told();
        (await _app.Admin.Post($"/v1/reservations/{id}/confirm")).Is(200);
        var confirmed = await Told();
        (await _app.Admin.Post($"/v1/reservations/{id}/reschedule", new { slot_id = slot + 2 })).Is(200);
        var moved = await Told();
        (await _app.Admin.Post($"/v1/reservations/{id}/cancel")).Is(200);
        var cancelled = await Told();

        Assert.Equal($"reservation-{id} {At(0)} {At(15)} TENTATIVE 0", held);
        Assert.Equal($"reservation-{id} {At(0)} {At(15)} CONFIRMED 0", confirmed);
        Assert.Equal($"reservation-{id} {At(30)} {At(45)} CONFIRMED 1", moved);
        Assert.Equal($"reservation-{id} {At(30)} {At(45)} CANCELLED 2", cancelled);
    }

    [Fact]
    public async Task A_hold_that_has_lapsed_is_cancelled()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var feed = await Feed(_app.Admin, $"/v1/providers/{provider}/feed");
        var id = await _app.GivenAHold(slot);
        Assert.Single((await _app.Nobody.Get(feed)).Calendar().Events);

        _app.Clock.Advance(TimeSpan.FromMinutes(31));

        var calendar = (await _app.Admin.Get($"/v1/reservations/{id}/calendar")).Calendar();
        Assert.EndsWith(" CANCELLED 1", Assert.Single(calendar.Told()), StringComparison.Ordinal);
        Assert.Empty((await _app.Nobody.Get(feed)).Calendar().Events);
    }

    [Fact]
    public async Task A_reservation_of_somebody_else_has_no_calendar()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenAHold(slot);
        var (other, _) = await _app.GivenAClientUser();

        (await other.Get($"/v1/reservations/{id}/calendar")).IsRefused(404, "not_found");
        (await _app.Nobody.Get($"/v1/reservations/{id}/calendar")).IsRefused(401, "token_missing");
        (await _app.Admin.Send(HttpMethod.Get, $"/v1/reservations/{id}/calendar", null, accept: "application/json"))
            .IsRefused(406, "not_acceptable");
    }

    [Fact]
    public async Task A_feed_has_the_reservations_that_its_maker_may_see()
    {
        var owner = await _app.As(Roles.Provider);
        var provider = await _app.GivenAProvider(owner);
        var slot = await _app.GivenSlots(provider);
        var (visitor, client) = await _app.GivenAClientUser();
        var own = await _app.GivenABooking(slot, client);
        var other = await _app.GivenABooking(slot + 1);
        var elsewhere = await _app.GivenABooking((await _app.GivenFreeSlots()).SlotId + 4, client);
        var (ofOwner, ofClient) = (
            await Feed(owner, $"/v1/providers/{provider}/feed"), await Feed(visitor, $"/v1/clients/{client}/feed"));
        // The owner of the provider has met the client, but sees no visits to others.
        var ofMet = await Feed(owner, $"/v1/clients/{client}/feed");

        Assert.Equal([Uid(own), Uid(other)], await Uids(ofOwner));
        Assert.Equal(new[] { Uid(own), Uid(elsewhere) }.Order(), (await Uids(ofClient)).Order());
        Assert.Equal([Uid(own)], await Uids(ofMet));
    }

    [Fact]
    public async Task A_reservation_that_goes_to_another_provider_leaves_the_one_feed_for_the_other()
    {
        var (former, slot) = await _app.GivenFreeSlots();
        var (next, elsewhere) = await _app.GivenFreeSlots();
        var booking = await _app.GivenABooking(slot);
        var (ofFormer, ofNext) = (
            await Feed(_app.Admin, $"/v1/providers/{former}/feed"),
            await Feed(_app.Admin, $"/v1/providers/{next}/feed"));
        var before = await Uids(ofFormer);

        (await _app.Admin.Post($"/v1/reservations/{booking}/reschedule", new { slot_id = elsewhere })).Is(200);

        Assert.Equal([Uid(booking)], before);
        Assert.Empty(await Uids(ofFormer));
        Assert.Equal([Uid(booking)], await Uids(ofNext));
    }

    [Fact]
    public async Task Names_of_clients_are_in_a_feed_only_where_its_maker_wants_them()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var client = (await _app.Admin.Post("/v1/clients", new
        {
            first_name = "Grace; \\",
            last_name = "Hopper, END:VEVENT\u2028BEGIN:VEVENT å" + new string('ö', 60),
        })).Is(201).Id;
        await _app.GivenABooking(slot, client);
        var path = $"/v1/providers/{provider}/feed";

        var (plain, named) = (
            (await _app.Nobody.Get(await Feed(_app.Admin, path))).Calendar(),
            (await _app.Nobody.Get(await Feed(_app.Admin, path, showsClients: true))).Calendar());
        var ofClient = (await _app.Nobody.Get(await Feed(_app.Admin, $"/v1/clients/{client}/feed"))).Calendar();

        Assert.Equal("Appointment", Assert.Single(plain.Events).Summary);
        Assert.Equal(
            "Appointment: Grace; \\ Hopper, END:VEVENT\u2028BEGIN:VEVENT å" + new string('ö', 60),
            Assert.Single(named.Events).Summary);
        Assert.Equal("Appointment with Ada Lovelace", Assert.Single(ofClient.Events).Summary);
        Assert.Equal("Ada Lovelace", (string?)plain.Properties["NAME"]!.Value);
        Assert.Equal("Appointments", (string?)ofClient.Properties["NAME"]!.Value);
    }

    [Fact]
    public async Task A_service_gives_its_name_and_its_place()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var service = (await _app.Admin.Post("/v1/services", new
        {
            provider_id = provider,
            name = "Massage, hot",
            duration_minutes = 30,
            place = "Storgatan 1\nStockholm".Replace('\n', ';'),
            questions = Array.Empty<object>(),
        })).Is(201).Id;
        var id = (await _app.Book(slot, service)).Is(201).Id;

        var shown = Assert.Single((await _app.Admin.Get($"/v1/reservations/{id}/calendar")).Calendar().Events);

        Assert.Equal(
            ("Massage, hot with Ada Lovelace", "Storgatan 1;Stockholm"), (shown.Summary, shown.Location));
    }

    [Fact]
    public async Task A_feed_shows_a_month_back_and_a_year_ahead()
    {
        var provider = await _app.GivenAProvider();
        var feed = await Feed(_app.Admin, $"/v1/providers/{provider}/feed");
        var soon = await _app.GivenABooking(await _app.GivenSlots(provider, inDays: 2));
        var within = await _app.GivenABooking(await _app.GivenSlots(provider, inDays: 365));
        await _app.GivenABooking(await _app.GivenSlots(provider, inDays: 367));

        Assert.Equal([Uid(soon), Uid(within)], await Uids(feed));
        _app.Clock.Advance(TimeSpan.FromDays(34));

        Assert.Equal(2, (await Uids(feed)).Count);
        Assert.DoesNotContain(Uid(soon), await Uids(feed));
    }

    [Fact]
    public async Task A_full_feed_has_what_lies_ahead_and_the_latest_of_what_is_past()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var feed = await Feed(_app.Admin, $"/v1/providers/{provider}/feed");
        var ahead = await _app.GivenABooking(slot);
        // One visit every five minutes, the last of them three days ago.
        const long step = 300_000_000;
        var last = _app.Clock.GetUtcNow().AddDays(-3).ToUnixTimeMilliseconds() * 1000;
        await _app.Repair($"""
            WITH RECURSIVE visits (n) AS (
                SELECT CAST(0 AS BIGINT)
                UNION ALL
                SELECT n + 1 FROM visits WHERE n < 5000)
            INSERT INTO reservations
                (opening_id, slot_index, provider_id, client_id, starts_at, ends_at, busy_from, busy_to, state,
                 expires_at, created_at)
            SELECT r.opening_id, 0, r.provider_id, r.client_id, {last} - n * {step}, {last} - n * {step} + {step},
                   {last} - n * {step}, {last} - n * {step} + {step}, 'completed', 0, n
            FROM visits, reservations r
            WHERE r.id = {ahead}
            """);

        var calendar = (await _app.Nobody.Get(feed)).Calendar();

        var starts = calendar.Events.Select(one => one.DtStart!.AsUtc).ToList();
        Assert.Equal(5000, starts.Count);
        Assert.Equal(starts.Order(), starts);
        Assert.Equal(Uid(ahead), calendar.Events.Last().Uid!.Split('@')[0]);
        Assert.Equal(
            [3, 3], starts.SkipLast(1).TakeLast(2).Select(at => (_app.Clock.GetUtcNow().UtcDateTime - at).Days));
        Assert.Contains("left out", (string)calendar.Properties["DESCRIPTION"]!.Value!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_works_until_it_is_renewed_or_revoked()
    {
        var provider = await _app.GivenAProvider();
        var path = $"/v1/providers/{provider}/feed";
        (await _app.Admin.Get(path)).IsRefused(404, "not_found");
        (await _app.Admin.Delete(path)).IsRefused(404, "not_found");

        var first = await Feed(_app.Admin, path);
        var second = await Feed(_app.Admin, path);
        (await _app.Nobody.Get(first)).IsRefused(404, "not_found");
        (await _app.Nobody.Get(second)).Is(200);
        Assert.DoesNotContain("ics", (await _app.Admin.Get(path)).Is(200).Text, StringComparison.Ordinal);
        (await _app.Admin.Delete(path)).Is(200);

        (await _app.Nobody.Get(second)).IsRefused(404, "not_found");
        (await _app.Nobody.Get("/v1/feeds/unknown.ics")).IsRefused(404, "not_found");
        (await _app.Nobody.Get("/v1/feeds/.ics")).Is(404);
        Assert.Equal(
            ["feed.made", "feed.made", "feed.revoked"],
            (await _app.EventsOf($"provider/{provider}")).Select(one => one.Kind).Where(kind => kind[0] == 'f'));
        Assert.DoesNotContain(
            await _app.EventsOf($"provider/{provider}"),
            one => one.Data.Contains(second.Split('/', '.')[3], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_user_has_an_address_of_their_own_which_ends_with_them()
    {
        var owner = await _app.As(Roles.Provider);
        var provider = await _app.GivenAProvider(owner);
        var path = $"/v1/providers/{provider}/feed";
        var (ofOwner, ofAdmin) = (await Feed(owner, path), await Feed(_app.Admin, path));
        await _app.GivenABooking(await _app.GivenSlots(provider));

        (await _app.Admin.Delete(path)).Is(200);
        (await owner.Get(path)).Is(200);
        Assert.Single(await Uids(ofOwner));
        (await _app.Nobody.Get(ofAdmin)).IsRefused(404, "not_found");
        (await _app.Admin.Post($"/v1/users/{owner.UserId}/disable")).Is(200);

        (await _app.Nobody.Get(ofOwner)).IsRefused(404, "not_found");
        (await _app.Admin.Delete($"/v1/users/{owner.UserId}")).Is(409);
    }

    [Fact]
    public async Task A_feed_shows_nothing_of_what_its_maker_may_no_longer_see()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = $"House {Guid.NewGuid()}" }))
            .Is(201).Id;
        var manager = await _app.As(Roles.Manager, organisation);
        var provider = await _app.GivenAProvider(manager);
        var feed = await Feed(manager, $"/v1/providers/{provider}/feed");
        await _app.GivenABooking(await _app.GivenSlots(provider));
        Assert.Single(await Uids(feed));

        (await _app.Admin.Put($"/v1/users/{manager.UserId}", new { roles = new[] { "client" } })).Is(200);

        Assert.Empty(await Uids(feed));
    }

    [Fact]
    public async Task Nobody_makes_a_feed_of_a_calendar_or_a_client_that_is_not_theirs()
    {
        var provider = await _app.GivenAProvider();
        var (_, client) = await _app.GivenAClientUser();
        var (other, own) = await _app.GivenAClientUser();

        (await (await _app.As(Roles.Provider)).Post($"/v1/providers/{provider}/feed", new { }))
            .IsRefused(403, "forbidden");
        (await other.Post($"/v1/providers/{provider}/feed", new { })).IsRefused(403, "forbidden");
        (await other.Post($"/v1/clients/{client}/feed", new { })).IsRefused(404, "not_found");
        (await other.Get($"/v1/clients/{client}/feed")).IsRefused(404, "not_found");
        (await other.Post($"/v1/clients/{own}/feed", new { shows_clients = "yes" })).IsRefused(422, "invalid_input");
        (await _app.Admin.Post("/v1/providers/999999/feed", new { })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_reader_who_has_the_feed_is_told_that_it_is_the_same()
    {
        var provider = await _app.GivenAProvider();
        var path = $"/v1/providers/{provider}/feed";
        var feed = await Feed(_app.Admin, path);
        var slot = await _app.GivenSlots(provider);
        var read = (await _app.Nobody.Get(feed)).Is(200);
        async Task<Answer> Again() => await _app.Nobody.Send(
            HttpMethod.Get, feed, null, headers: [("If-None-Match", read.Headers["ETag"])]);

        var same = await Again();
        _app.Clock.Advance(TimeSpan.FromMinutes(61));
        await _app.GivenABooking(slot);
        var other = await Again();

        Assert.Equal((304, 200), (same.Status, other.Status));
        Assert.All([read, same], one => Assert.Equal("no-cache, private", one.Headers["Cache-Control"]));
        Assert.Equal(_app.Clock.GetUtcNow().Text(), (string?)(await _app.Admin.Get(path))["last_read_at"]);
    }

    [Fact]
    public async Task An_end_at_the_moment_when_the_clocks_change_is_told_in_the_new_time()
    {
        var provider = (await _app.Admin.Post("/v1/providers", new { name = "a", time_zone = "Europe/London" }))
            .Is(201).Id;
        var offered = (await _app.Admin.Post($"/v1/providers/{provider}/openings", new
        {
            ranges = new[] { new { starts_at = "2030-03-31T00:00:00Z", ends_at = "2030-03-31T01:00:00Z" } },
            slot_minutes = 60,
        })).Is(201);
        var reservation = await _app.GivenABooking((long)offered["items"]![0]!["first_slot_id"]!);

        var text = (await _app.Admin.Get($"/v1/reservations/{reservation}/calendar")).Is(200).Text;

        Assert.Contains("DTEND;TZID=Europe/London:20300331T020000\r\n", text, StringComparison.Ordinal);
        Assert.Contains("BEGIN:DAYLIGHT\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Europe/Stockholm")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("UTC")]
    public async Task Times_are_those_of_the_providers_clocks(string zone)
    {
        var provider = (await _app.Admin.Post("/v1/providers", new
        {
            first_name = "Ada",
            last_name = "Lovelace",
            time_zone = zone,
        })).Is(201).Id;
        var feed = await Feed(_app.Admin, $"/v1/providers/{provider}/feed");
        var (winter, summer) = (await _app.GivenSlots(provider, 2), await _app.GivenSlots(provider, 170));
        await _app.GivenABooking(winter);
        await _app.GivenABooking(summer);

        var calendar = (await _app.Nobody.Get(feed)).Calendar();

        Assert.All(calendar.Events, one => Assert.Equal(zone, one.DtStart!.TzId));
        Assert.Equal(
            [_app.NextHour().AddDays(2).UtcDateTime, _app.NextHour().AddDays(170).UtcDateTime],
            calendar.Events.Select(one => one.DtStart!.AsUtc));
        if (zone != "UTC")
            Assert.Equal(zone, Assert.Single(calendar.TimeZones).TzId);
    }

    [Fact]
    public async Task GraphQL_makes_reads_and_revokes_feeds_and_shows_a_reservation_as_a_calendar()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var id = await _app.GivenABooking(slot);
        async Task<System.Text.Json.Nodes.JsonNode> Ask(string query)
        {
            var answer = (await _app.Admin.Post("/graphql", new { query })).Is(200);
            Assert.True(answer["errors"] is null, answer.Text);
            return answer["data"]!;
        }

        var made = await Ask($$"""
            mutation {
                makeFeedOfProvider(input: { providerId: "{{provider}}", showsClients: true }) {
                    address feed { showsClients lastReadAt provider { name } }
                }
            }
            """);
        var address = (string)made["makeFeedOfProvider"]!["address"]!;
        var read = await Ask($$"""
            {
                feedOfProvider(providerId: "{{provider}}") { createdAt showsClients }
                reservation(reservationId: "{{id}}") { calendar }
            }
            """);

        Assert.Single(await Uids(address));
        Assert.True((bool)read["feedOfProvider"]!["showsClients"]!);
        Assert.Equal(
            (await _app.Admin.Get($"/v1/reservations/{id}/calendar")).Is(200).Text,
            (string?)read["reservation"]!["calendar"]);
        await Ask($$"""mutation { revokeFeedOfProvider(input: { providerId: "{{provider}}" }) { feed { feedId } } }""");
        (await _app.Nobody.Get(address)).IsRefused(404, "not_found");
    }

    static string Uid(long id) => $"reservation-{id.ToString(CultureInfo.InvariantCulture)}";

    async Task<List<string>> Uids(string feed) =>
        (await _app.Nobody.Get(feed)).Calendar().Events.Select(one => one.Uid!.Split('@')[0]).ToList();

    static async Task<string> Feed(Visitor visitor, string path, bool showsClients = false) =>
        (string)(await visitor.Post(path, new { shows_clients = showsClients })).Is(201)["address"]!;
}

public sealed class FeedTestsOnSqlite(SqliteApp app) : FeedTests(app), IClassFixture<SqliteApp>;

public sealed class FeedTestsOnPostgres(PostgresApp app) : FeedTests(app), IClassFixture<PostgresApp>;
