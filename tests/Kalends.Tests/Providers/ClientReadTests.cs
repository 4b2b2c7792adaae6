using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Providers.Clients;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Kalends.Tests.Scheduling;

namespace Kalends.Tests.Providers;

/// <summary>Who has read what of a client, and who is shown it.</summary>
public abstract class ClientReadTests
{
    static readonly TimeSpan Stretch = TimeSpan.FromMinutes(15);

    readonly TestApp _app;

    protected ClientReadTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_client_sees_who_has_read_their_record()
    {
        var house = (await _app.Admin.Post("/v1/organisations", new { name = $"{Guid.NewGuid()}" })).Is(201);
        var manager = await _app.As(Roles.Manager, house.Id);
        var (visitor, client) = await _app.GivenAClientUser();
        (await _app.Admin.Patch($"/v1/clients/{client}", new { organisation_id = house.Id })).Is(200);

        (await manager.Get($"/v1/clients/{client}")).Is(200);

        var read = Assert.Single(await Reads(visitor, client));
        Assert.Equal("record", (string?)read["kind"]);
        Assert.Equal(manager.UserId, (string?)read["reader_id"]);
        Assert.Equal(_app.Clock.GetUtcNow().Text(), (string?)read["read_at"]);
        Assert.Equal(house.Id, (long?)read["organisation_id"]);
        Assert.Equal((string?)house["name"], (string?)read["organisation"]);
        Assert.Null(read["reader_name"]);
        Assert.Single(await Reads(manager, client));
    }

    [Fact]
    public async Task A_reader_who_is_a_provider_is_named()
    {
        var (visitor, client) = await _app.GivenAClientUser();
        var therapist = await _app.As(Roles.Provider);
        var provider = (await _app.Admin.Post("/v1/providers", new
        {
            name = "Ada Lovelace",
            user_id = therapist.UserId,
            owner_user_id = therapist.UserId,
        })).Is(201).Id;
        await _app.GivenAHold(await _app.GivenSlots(provider), client);

        (await therapist.Get($"/v1/clients/{client}")).Is(200);

        Assert.Equal("Ada Lovelace", (string?)Assert.Single(await Reads(visitor, client))["reader_name"]);
    }

    [Fact]
    public async Task What_clients_read_of_themselves_is_not_listed()
    {
        var (visitor, client) = await _app.GivenAClientUser();
        await _app.GivenAHold((await _app.GivenFreeSlots()).SlotId, client);

        (await visitor.Get($"/v1/clients/{client}")).Is(200);
        (await visitor.Get($"/v1/clients/{client}/contact")).Is(200);
        (await visitor.Get("/v1/reservations")).Is(200);

        Assert.Empty(await Reads(visitor, client));
    }

    [Fact]
    public async Task Each_kind_of_read_is_listed_once_in_a_quarter_of_an_hour()
    {
        var (visitor, client) = await _app.GivenAClientUser();
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider);
        var service = await _app.GivenAService(
            provider, minutes: 15, questions: [new { key = "food", label = "Allergies?", required = true }]);
        object[] answers = [new { question = "food", text = "Nuts." }];
        var id = (await _app.Book(slot, service, clientId: client, answers: answers)).Is(201).Id;
        var feed = (await _app.Admin.Post($"/v1/providers/{provider}/feed", new { shows_clients = true })).Is(201);
        string[] paths =
        [
            $"/v1/clients/{client}", "/v1/clients?limit=100", $"/v1/reservations?client_id={client}",
            $"/v1/reservations/{id}", $"/v1/reservations/{id}/answers", $"/v1/clients/{client}/contact",
            (string)feed["address"]!,
        ];
        _app.Clock.Advance(Stretch);

        foreach (var path in paths.Concat(paths))
            (await _app.Admin.Get(path)).Is(200);
        var first = await Kinds(visitor, client);
        _app.Clock.Advance(Stretch);
        (await _app.Admin.Get($"/v1/clients/{client}")).Is(200);
        (await _app.Admin.Get((string)feed["address"]!)).Is(200);

        Assert.Equal(["answers", "calendar", "contact", "record", "reservations"], first.Order());
        Assert.Equal(["record"], (await Kinds(visitor, client)).Take(1));
        Assert.Equal(6, (await Kinds(visitor, client)).Count);
    }

    [Fact]
    public async Task Lists_of_reservations_log_nobody_but_whom_they_are_asked_for_or_tell_something_of()
    {
        var (visitor, client) = await _app.GivenAClientUser();
        var provider = await _app.GivenAProvider();
        var id = await _app.GivenAHold(await _app.GivenSlots(provider), client);

        (await _app.Admin.Get($"/v1/reservations?provider_id={provider}")).Is(200);
        var named = await Kinds(visitor, client);
        (await visitor.Post($"/v1/reservations/{id}/cancel", new { reason = "I am ill." })).Is(200);
        (await _app.Admin.Get($"/v1/reservations?provider_id={provider}")).Is(200);

        Assert.Empty(named);
        Assert.Equal(["reservations"], await Kinds(visitor, client));
    }

    [Fact]
    public async Task Fields_that_lead_to_clients_are_logged_as_routes_are()
    {
        var (visitor, client) = await _app.GivenAClientUser();
        var provider = await _app.GivenAProvider();
        await _app.GivenAHold(await _app.GivenSlots(provider), client);

        (await _app.Admin.Ask($$"""
            { reservations(first: 5, providerId: {{provider}}) { edges { node { client { name } } } } }
            """)).Data();

        var data = (await visitor.Ask($$"""
            { clientReads(clientId: {{client}}, first: 5) { edges { node { kind readerId readAt } } } }
            """)).Data();
        var read = Assert.Single(data["clientReads"]!["edges"]!.AsArray())!["node"]!;
        Assert.Equal("RECORD", (string?)read["kind"]);
        Assert.Equal(_app.Admin.UserId, (string?)read["readerId"]);
    }

    [Fact]
    public async Task Pages_lead_from_the_newest_read_to_the_oldest()
    {
        var (visitor, client) = await _app.GivenAClientUser();
        for (var i = 0; i < 3; i++)
        {
            (await _app.Admin.Get($"/v1/clients/{client}")).Is(200);
            (await _app.Admin.Get($"/v1/clients/{client}/contact")).Is(200);
            _app.Clock.Advance(Stretch);
        }

        var times = new List<string>();
        for (var path = $"/v1/clients/{client}/reads?limit=2"; ;)
        {
            var page = (await visitor.Get(path)).Is(200);
            times.AddRange(page["items"]!.AsArray().Select(read => (string)read!["read_at"]!));
            if ((string?)page["next"] is not { } next)
                break;
            path = $"/v1/clients/{client}/reads?limit=2&cursor={next}";
        }

        Assert.Equal(6, times.Count);
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
    }

    [Fact]
    public async Task Nobody_else_sees_who_has_read()
    {
        var (_, client) = await _app.GivenAClientUser();
        var (other, _) = await _app.GivenAClientUser();
        var elsewhere = (await _app.Admin.Post("/v1/organisations", new { name = $"{Guid.NewGuid()}" })).Is(201).Id;
        var stranger = await _app.As(Roles.Manager, elsewhere);

        (await other.Get($"/v1/clients/{client}/reads")).IsRefused(404, "not_found");
        (await stranger.Get($"/v1/clients/{client}/reads")).IsRefused(404, "not_found");
        (await _app.Admin.Get("/v1/clients/999999/reads")).IsRefused(404, "not_found");
        (await (await _app.As(Roles.Provider)).Get($"/v1/clients/{client}/reads")).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task Reads_at_once_are_one_row()
    {
        var (visitor, client) = await _app.GivenAClientUser();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
            (await _app.Admin.Get($"/v1/clients/{client}")).Is(200)));

        Assert.Equal(["record"], await Kinds(visitor, client));
    }

    [Fact]
    public async Task A_process_that_dies_at_any_step_has_answered_nothing_that_is_not_logged()
    {
        var answered = 0;
        for (var steps = 1; answered == 0; steps++)
            foreach (var isDone in new[] { false, true })
            {
                var (visitor, client) = await _app.GivenAClientUser();
                var call = _app.OwnCall(new DyingDb(_app.Db, steps, isDone));
                if (await Record.ExceptionAsync(() => ReadClient.Run(new(client), call)) is null)
                {
                    answered++;
                    Assert.Equal(["record"], await Kinds(visitor, client));
                }
            }

        Assert.Equal(2, answered);
    }

    static async Task<IReadOnlyList<string>> Kinds(Visitor visitor, long client) =>
        [.. (await Reads(visitor, client)).Select(read => (string)read["kind"]!)];

    static async Task<IReadOnlyList<JsonNode>> Reads(Visitor visitor, long client) =>
        [.. (await visitor.Get($"/v1/clients/{client}/reads")).Is(200)["items"]!.AsArray().Select(read => read!)];
}

public sealed class ClientReadTestsOnSqlite(SqliteApp app) : ClientReadTests(app), IClassFixture<SqliteApp>;

public sealed class ClientReadTestsOnPostgres(PostgresApp app) : ClientReadTests(app), IClassFixture<PostgresApp>;
