using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>Where a reservation was before, for all who may see it.</summary>
public abstract class MoveListTests
{
    readonly TestApp _app;

    protected MoveListTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Each_move_is_listed_with_the_place_that_it_left()
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        var (other, elsewhere) = await _app.GivenFreeSlots();
        var first = (await _app.Reserve(slot)).Is(201);
        var path = $"/v1/reservations/{first.Id}";
        Assert.Empty((await _app.Admin.Get($"{path}/moves")).Is(200)["items"]!.AsArray());

        var times = new List<string?>();
        foreach (var to in (long[])[elsewhere + 1, slot + 2, slot + 3])
        {
            times.Add(_app.Clock.GetUtcNow().Text());
            (await _app.Admin.Post($"{path}/reschedule", new { slot_id = to })).Is(200);
            _app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var all = (await _app.Admin.Get($"{path}/moves")).Is(200)["items"]!.AsArray();
        Assert.Equal([(0, slot, provider), (1, elsewhere + 1, other), (2, slot + 2, provider)], all.Select(one =>
            ((int)one!["sequence"]!, (long)one["slot_id"]!, (long)one["provider_id"]!)));
        Assert.Equal(times, all.Select(one => $"{((string?)one!["moved_at"])![..19]}Z"));
        Assert.Equal(((string?)first["starts_at"], (string?)first["ends_at"]),
            ((string?)all[0]!["starts_at"], (string?)all[0]!["ends_at"]));
        var page = (await _app.Admin.Get($"{path}/moves?limit=2")).Is(200);
        var rest = (await _app.Admin.Get($"{path}/moves?limit=2&cursor={page["next"]}")).Is(200);
        Assert.Equal([2], rest["items"]!.AsArray().Select(one => (int)one!["sequence"]!));

        var read = (await _app.Admin.Ask($$"""
            {
                movesOfReservation(reservationId: "{{first.Id}}", first: 2) {
                    edges { node { sequence slotId startsAt endsAt movedAt provider { providerId } } }
                }
            }
            """)).Data()["movesOfReservation"]!["edges"]!.AsArray();
        Assert.Equal([(0, $"{slot}", $"{provider}"), (1, $"{elsewhere + 1}", $"{other}")], read.Select(one =>
            ((int)one!["node"]!["sequence"]!, (string?)one["node"]!["slotId"],
                (string?)one["node"]!["provider"]!["providerId"])));
    }

    [Fact]
    public async Task The_client_and_the_keepers_of_the_calendar_see_the_moves_and_nobody_else_does()
    {
        var owner = await _app.As(Roles.Provider);
        var slot = await _app.GivenSlots(await _app.GivenAProvider(owner));
        var (client, clientId) = await _app.GivenAClientUser();
        var id = await _app.GivenABooking(slot, clientId);
        (await client.Post($"/v1/reservations/{id}/reschedule", new { slot_id = slot + 1 })).Is(200);

        foreach (var visitor in (Visitor[])[client, owner, _app.Admin])
            Assert.Single((await visitor.Get($"/v1/reservations/{id}/moves")).Is(200)["items"]!.AsArray());
        foreach (var visitor in (Visitor[])[await _app.As(Roles.Client), await _app.As(Roles.Provider)])
            (await visitor.Get($"/v1/reservations/{id}/moves")).IsRefused(404, "not_found");
        (await _app.Admin.Get("/v1/reservations/999999/moves")).IsRefused(404, "not_found");
    }
}

public sealed class MoveListTestsOnSqlite(SqliteApp app) : MoveListTests(app), IClassFixture<SqliteApp>;

public sealed class MoveListTestsOnPostgres(PostgresApp app) : MoveListTests(app), IClassFixture<PostgresApp>;
