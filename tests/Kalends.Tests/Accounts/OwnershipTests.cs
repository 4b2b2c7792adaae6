using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

public abstract class OwnershipTests
{
    readonly TestApp _app;

    protected OwnershipTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    /// <summary>An organisation with its manager, a provider, a client and a hold of theirs.</summary>
    sealed record House(long Id, Visitor Manager, long Provider, long Slot, long Client, long Reservation);

    [Fact]
    public async Task A_manager_sees_and_changes_their_own_organisation()
    {
        var own = await GivenAHouse();

        var client = await own.Manager.Get($"/v1/clients/{own.Client}");
        var renamed = await own.Manager.Put($"/v1/clients/{own.Client}", Renamed);
        var provider = await own.Manager.Put($"/v1/providers/{own.Provider}", Renamed);
        var held = await own.Manager.Post("/v1/reservations", new { slot_id = own.Slot + 1, client_id = own.Client });
        var confirmed = await own.Manager.Post($"/v1/reservations/{own.Reservation}/confirm");
        var slots = await own.Manager.Get($"/v1/providers/{own.Provider}/slots?include=all");

        Assert.Equal(own.Id, (long)client.Is(200)["organisation_id"]!);
        Assert.Equal("Renamed", (string?)renamed.Is(200)["first_name"]);
        provider.Is(200);
        held.Is(201);
        confirmed.Is(200);
        Assert.Equal("booked", (string?)slots.Is(200)["items"]![0]!["state"]);
    }

    [Fact]
    public async Task A_manager_finds_nothing_of_another_organisation()
    {
        var (own, foreign) = (await GivenAHouse(), await GivenAHouse());

        Answer[] hidden =
        [
            await own.Manager.Get($"/v1/clients/{foreign.Client}"),
            await own.Manager.Put($"/v1/clients/{foreign.Client}", Renamed),
            await own.Manager.Get($"/v1/reservations/{foreign.Reservation}"),
            await own.Manager.Post($"/v1/reservations/{foreign.Reservation}/confirm"),
            await own.Manager.Post($"/v1/reservations/{foreign.Reservation}/cancel"),
        ];
        var clients = await own.Manager.Get("/v1/clients?limit=100");
        var reservations = await own.Manager.Get("/v1/reservations?limit=100");
        var ofProvider = await own.Manager.Get($"/v1/reservations?provider_id={foreign.Provider}");
        var ofClient = await own.Manager.Get($"/v1/reservations?client_id={foreign.Client}");

        Assert.All(hidden, answer => answer.IsRefused(404, "not_found"));
        Assert.Equal([own.Client], Ids(clients));
        Assert.Equal([own.Reservation], Ids(reservations));
        Assert.Empty(Ids(ofProvider));
        Assert.Empty(Ids(ofClient));
    }

    [Fact]
    public async Task A_manager_may_not_touch_a_calendar_of_another_organisation()
    {
        var (own, foreign) = (await GivenAHouse(), await GivenAHouse());
        var opening = foreign.Slot / 4096;

        Answer[] refused =
        [
            await own.Manager.Post($"/v1/providers/{foreign.Provider}/openings", Offer),
            await own.Manager.Delete($"/v1/providers/{foreign.Provider}/openings/{opening}"),
            await own.Manager.Post($"/v1/providers/{foreign.Provider}/closures", Offer["ranges"][0]),
            await own.Manager.Get($"/v1/providers/{foreign.Provider}/closures"),
            await own.Manager.Delete($"/v1/providers/{foreign.Provider}/closures/1"),
            await own.Manager.Get($"/v1/providers/{foreign.Provider}/slots?include=all"),
            await own.Manager.Post("/v1/reservations", new { slot_id = foreign.Slot + 1, client_id = own.Client }),
        ];

        Assert.All(refused, answer => answer.IsRefused(403, "forbidden"));
    }

    [Fact]
    public async Task A_manager_enters_people_into_their_own_organisation_only()
    {
        var (own, foreign) = (await GivenAHouse(), await GivenAHouse());

        var provider = await own.Manager.Post("/v1/providers", new { first_name = "a" });
        var client = await own.Manager.Post("/v1/clients", new { first_name = "a" });
        var abroad = await own.Manager.Post("/v1/providers", new { first_name = "a", organisation_id = foreign.Id });
        var moved = await own.Manager.Put($"/v1/providers/{own.Provider}",
            new { first_name = "a", last_name = "", time_zone = "UTC", organisation_id = foreign.Id });
        var movedClient = await own.Manager.Put($"/v1/clients/{own.Client}",
            new { first_name = "a", last_name = "", time_zone = "UTC", organisation_id = foreign.Id });

        Assert.Equal(own.Id, (long)provider.Is(201)["organisation_id"]!);
        Assert.Equal(own.Id, (long)client.Is(201)["organisation_id"]!);
        abroad.IsRefused(403, "forbidden");
        moved.IsRefused(403, "forbidden");
        movedClient.IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task A_manager_releases_lapsed_holds_of_their_own_organisation_only()
    {
        var (own, foreign) = (await GivenAHouse(), await GivenAHouse());
        _app.Clock.Advance(TimeSpan.FromMinutes(31));

        var released = await own.Manager.Post("/v1/reservations/expire");
        var others = await foreign.Manager.Post("/v1/reservations/expire");

        Assert.Equal([own.Reservation], Ids(released));
        Assert.Equal([foreign.Reservation], Ids(others));
    }

    [Fact]
    public async Task A_client_sees_only_themselves()
    {
        var house = await GivenAHouse();
        var (client, clientId) = await _app.GivenAClientUser();

        Answer[] hidden =
        [
            await client.Get($"/v1/clients/{house.Client}"),
            await client.Put($"/v1/clients/{house.Client}", Renamed),
            await client.Get($"/v1/reservations/{house.Reservation}"),
            await client.Post($"/v1/reservations/{house.Reservation}/cancel"),
            await client.Post("/v1/reservations", new { slot_id = house.Slot + 1, client_id = house.Client }),
        ];
        var own = await client.Get("/v1/clients");
        var renamed = await client.Put($"/v1/clients/{clientId}", Renamed);
        var all = await client.Get($"/v1/providers/{house.Provider}/slots?include=all");

        Assert.All(hidden, answer => answer.IsRefused(404, "not_found"));
        Assert.Equal([clientId], Ids(own));
        renamed.Is(200);
        all.IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task A_provider_sees_the_clients_of_their_own_reservations()
    {
        var house = await GivenAHouse();
        var provider = await _app.As(Roles.Provider);
        var slot = await _app.GivenSlots(await _app.GivenAProvider(provider), inDays: 5);
        var stranger = await provider.Get($"/v1/clients/{house.Client}");

        (await _app.Reserve(slot, house.Client)).Is(201);
        var guest = await provider.Get($"/v1/clients/{house.Client}");
        var guests = await provider.Get("/v1/clients");
        var reservations = await provider.Get("/v1/reservations");

        stranger.IsRefused(404, "not_found");
        guest.Is(200);
        Assert.Equal([house.Client], Ids(guests));
        Assert.Single(Ids(reservations));
    }

    [Fact]
    public async Task A_provider_keeps_what_they_own_and_changes_nothing_else()
    {
        var house = await GivenAHouse();
        var provider = await _app.As(Roles.Provider);
        var own = await _app.GivenAProvider(provider);

        var renamed = await provider.Put($"/v1/providers/{own}", Renamed);
        var closed = await provider.Post($"/v1/providers/{own}/closures", Offer["ranges"][0]);
        Answer[] refused =
        [
            await provider.Post($"/v1/providers/{house.Provider}/openings", Offer),
            await provider.Get($"/v1/providers/{house.Provider}/closures"),
            await provider.Post("/v1/providers", new { first_name = "a", organisation_id = house.Id }),
        ];

        renamed.Is(200);
        closed.Is(201);
        Assert.All(refused, answer => answer.IsRefused(403, "forbidden"));
        (await provider.Put($"/v1/providers/{house.Provider}", Renamed)).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Roles_of_one_user_add_up()
    {
        var house = await GivenAHouse();
        var both = await _app.As(Roles.Client | Roles.Provider);
        var clientId = (await both.Post("/v1/clients", new { first_name = "a", user_id = both.UserId })).Is(201).Id;
        var slot = await _app.GivenSlots(await _app.GivenAProvider(both), inDays: 4);

        var asClient = await both.Post("/v1/reservations", new { slot_id = house.Slot + 1, client_id = clientId });
        var asProvider = await both.Post("/v1/reservations", new { slot_id = slot, client_id = clientId });

        asClient.Is(201);
        asProvider.Is(201);
    }

    static readonly object Renamed = new { first_name = "Renamed", last_name = "", time_zone = "UTC" };

    static readonly Dictionary<string, Dictionary<string, string>[]> Offer = new()
    {
        ["ranges"] = [new() { ["starts_at"] = "2030-06-01T10:00:00Z", ["ends_at"] = "2030-06-01T11:00:00Z" }],
    };

    async Task<House> GivenAHouse()
    {
        var id = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        var manager = await _app.As(Roles.Manager, id);
        var provider = await _app.GivenAProvider(manager);
        var client = (await manager.Post("/v1/clients", new { first_name = "Grace" })).Is(201).Id;
        var slot = await _app.GivenSlots(provider);
        var held = (await _app.Reserve(slot, client)).Is(201).Id;
        return new House(id, manager, provider, slot, client, held);
    }

    static IEnumerable<long> Ids(Answer list) => list.Is(200)["items"]!.AsArray().Select(item => (long)item!["id"]!);
}

public sealed class OwnershipTestsOnSqlite(SqliteApp app) : OwnershipTests(app), IClassFixture<SqliteApp>;

public sealed class OwnershipTestsOnPostgres(PostgresApp app) : OwnershipTests(app), IClassFixture<PostgresApp>;
