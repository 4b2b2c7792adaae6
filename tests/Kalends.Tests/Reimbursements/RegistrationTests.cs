using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

public abstract class RegistrationTests
{
    readonly TestApp _app;

    protected RegistrationTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_care_event_is_registered_with_its_amount_and_its_months_frozen()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(1250));

        var made = (await _app.Admin.Register(_app, caregiver, type, hoursAgo: 24 * 40)).Is(201);

        Assert.Equal((1250, "SEK", "open"), ((long)made["amount"]!, (string)made["currency"]!, (string)made["state"]!));
        var now = _app.Clock.GetUtcNow();
        Assert.Equal((now.AddDays(-40).ToString("yyyy-MM"), now.ToString("yyyy-MM")),
            ((string)made["service_month"]!, (string)made["booking_month"]!));
        Assert.Equal(made.Text, (await _app.Admin.Get($"/v1/care-events/{made.Id}")).Is(200).Text);
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task The_amount_is_that_of_the_tariff_in_force_when_the_care_took_place()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(100));
        var change = _app.Clock.GetUtcNow().AddHours(2);
        (await _app.Admin.Post($"/v1/event-types/{type}/tariffs", new { amount = 150, in_force_from = change.Text() }))
            .Is(201);
        _app.Clock.Advance(TimeSpan.FromHours(3));

        var before = await _app.Admin.Register(_app, caregiver, type, hoursAgo: 1.01);
        var after = await _app.Admin.Register(_app, caregiver, type, hoursAgo: 1);

        Assert.Equal((100, 150), ((long)before.Is(201)["amount"]!, (long)after.Is(201)["amount"]!));
        Assert.Equal(150, (long)(await _app.Admin.Get($"/v1/event-types/{type}"))["amount"]!);
        Assert.Equal([100, 150], (await _app.Admin.Get($"/v1/event-types/{type}/tariffs"))["items"]!.AsArray()
            .Select(tariff => (long)tariff!["amount"]!));
    }

    [Fact]
    public async Task Care_is_registered_after_it_began_and_within_twelve_hours()
    {
        var owner = await _app.As(Roles.Provider);
        var (caregiver, type) = (await _app.GivenAProvider(owner), await _app.GivenAnEventType());

        (await owner.Register(_app, caregiver, type, hoursAgo: -5 / 60d)).Is(201);
        (await owner.Register(_app, caregiver, type, hoursAgo: -5 / 60d - 1 / 3600d))
            .IsRefused(422, "in_the_future");
        (await owner.Register(_app, caregiver, type, hoursAgo: 12)).Is(201);
        (await owner.Register(_app, caregiver, type, hoursAgo: 12 + 1 / 3600d)).IsRefused(422, "too_late");
        (await (await _app.AnAccountant()).Register(_app, caregiver, type, hoursAgo: 24 * 365 * 5)).Is(201);
        (await _app.Admin.Register(_app, caregiver, type, hoursAgo: 24 * 365.25 * 61)).Is(422);
    }

    [Fact]
    public async Task Caregiver_and_type_must_be_there()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());

        (await _app.Admin.Register(_app, 999_999, type)).IsRefused(404, "not_found");
        (await _app.Admin.Register(_app, caregiver, 999_999)).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_care_event_cannot_be_registered_as_reimbursed()
    {
        var refused = await _app.Admin.Post("/v1/care-events", new
        {
            caregiver_id = await _app.GivenAProvider(),
            event_type_id = await _app.GivenAnEventType(),
            starts_at = _app.Clock.GetUtcNow().Text(),
            reimbursed = true,
        });

        Assert.Equal(["/reimbursed unknown_field"], refused.IsRefused(422, "invalid_input").Errors);
    }

    [Fact]
    public async Task Providers_register_for_their_own_and_managers_for_their_organisation()
    {
        var owner = await _app.As(Roles.Provider);
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var manager = await _app.As(Roles.Manager, organisation);
        var type = await _app.GivenAnEventType();
        var (own, managed) = (await _app.GivenAProvider(owner), await _app.GivenAProvider(manager));

        var ownEvent = (await owner.Register(_app, own, type)).Is(201).Id;
        var managedEvent = (await manager.Register(_app, managed, type)).Is(201).Id;

        (await owner.Register(_app, managed, type)).IsRefused(403, "forbidden");
        (await manager.Register(_app, own, type)).IsRefused(403, "forbidden");
        (await owner.Get($"/v1/care-events/{managedEvent}")).IsRefused(404, "not_found");
        (await manager.Get($"/v1/care-events/{ownEvent}")).IsRefused(404, "not_found");
        (await manager.Delete($"/v1/care-events/{ownEvent}")).IsRefused(404, "not_found");
        (await owner.Delete($"/v1/care-events/{ownEvent}")).IsRefused(403, "forbidden");
        Assert.Equal([ownEvent], await Ids(owner, "/v1/care-events"));
        Assert.Equal([managedEvent], await Ids(manager, "/v1/care-events"));
        Assert.Empty(await Ids(manager, $"/v1/care-events?caregiver_id={own}"));
        (await manager.Delete($"/v1/care-events/{managedEvent}")).Is(200);
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task The_same_source_key_registers_once_for_good()
    {
        var owner = await _app.As(Roles.Provider);
        var (caregiver, type) = (await _app.GivenAProvider(owner), await _app.GivenAnEventType());
        var (source, at) = (Guid.NewGuid(), _app.Clock.GetUtcNow());
        object Body(long eventType, DateTimeOffset starts) => new
        {
            caregiver_id = caregiver,
            event_type_id = eventType,
            starts_at = starts.Text(),
            source,
            source_key = "7",
        };

        var first = (await owner.Post("/v1/care-events", Body(type, at))).Is(201);
        _app.Clock.Advance(TimeSpan.FromDays(40));
        var again = (await owner.Post("/v1/care-events", Body(type, at))).Is(201);
        var other = await owner.Post("/v1/care-events", Body(await _app.GivenAnEventType(), at.AddSeconds(1)));
        var stranger = await (await _app.As(Roles.Provider)).Post("/v1/care-events", Body(type, at));

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
        Assert.False(first.Headers.ContainsKey("Idempotent-Replayed"));
        other.IsRefused(409, "source_key_taken");
        Assert.Equal(["event_type_id", "starts_at"], other["differing"]!.AsArray().Select(name => (string)name!));
        stranger.IsRefused(403, "forbidden");
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task A_source_comes_with_a_key()
    {
        var body = new
        {
            caregiver_id = await _app.GivenAProvider(),
            event_type_id = await _app.GivenAnEventType(),
            starts_at = _app.Clock.GetUtcNow().Text(),
            source_key = "7",
        };

        Assert.Equal(["/source required"], (await _app.Admin.Post("/v1/care-events", body)).Is(422).Errors);
    }

    [Fact]
    public async Task A_closed_type_takes_earlier_care_and_no_later()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        (await _app.Admin.Post($"/v1/event-types/{type}/close")).Is(200);

        (await _app.Admin.Register(_app, caregiver, type, hoursAgo: 1)).Is(201);
        (await _app.Admin.Register(_app, caregiver, type, hoursAgo: 0)).IsRefused(409, "event_type_closed");
        (await _app.Admin.Post($"/v1/event-types/{type}/close")).IsRefused(409, "already_closed");
        (await _app.Admin.Post($"/v1/event-types/{type}/tariffs", new
        {
            amount = 1,
            in_force_from = _app.Clock.GetUtcNow().AddDays(1).Text(),
        })).IsRefused(409, "event_type_closed");
    }

    [Fact]
    public async Task A_list_is_filtered_and_paged_in_the_order_of_starts()
    {
        var (caregiver, type, other) =
            (await _app.GivenAProvider(), await _app.GivenAnEventType(), await _app.GivenAnEventType());
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
            ids.Add(await _app.GivenACareEvent(caregiver, type, hoursAgo: 5 - i));
        var foreign = await _app.GivenACareEvent(caregiver, other, hoursAgo: 24 * 40);

        var pages = new List<long>();
        string? cursor = null;
        do
        {
            var page = (await _app.Admin.Get(
                $"/v1/care-events?caregiver_id={caregiver}&event_type_id={type}&limit=2&cursor={cursor}")).Is(200);
            pages.AddRange(page["items"]!.AsArray().Select(item => (long)item!["id"]!));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);

        Assert.Equal(ids, pages);
        Assert.Equal([foreign], await Ids(_app.Admin, $"/v1/care-events?event_type_id={other}"));
        var month = _app.Clock.GetUtcNow().AddDays(-40).ToString("yyyy-MM");
        Assert.Equal([foreign], await Ids(
            _app.Admin, $"/v1/care-events?caregiver_id={caregiver}&service_month={month}"));
        Assert.Equal(6, (await Ids(_app.Admin, $"/v1/care-events?caregiver_id={caregiver}&state=open")).Count);
        Assert.Empty(await Ids(_app.Admin, $"/v1/care-events?caregiver_id={caregiver}&state=reimbursed"));
        (await _app.Admin.Get("/v1/care-events?state=open")).IsRefused(422, "invalid_input");
        Assert.Equal(
            ["service_month format"], (await _app.Admin.Get("/v1/care-events?service_month=2030-13")).Is(422).Errors);
    }

    static async Task<List<long>> Ids(Visitor visitor, string path) =>
        (await visitor.Get(path)).Is(200)["items"]!.AsArray().Select(item => (long)item!["id"]!).ToList();
}

public sealed class RegistrationTestsOnSqlite(SqliteApp app) : RegistrationTests(app), IClassFixture<SqliteApp>;

public sealed class RegistrationTestsOnPostgres(PostgresApp app) : RegistrationTests(app), IClassFixture<PostgresApp>;
