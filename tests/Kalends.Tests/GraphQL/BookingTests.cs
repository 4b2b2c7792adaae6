using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

public abstract class BookingTests
{
    readonly TestApp _app;

    protected BookingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_client_finds_holds_confirms_and_cancels()
    {
        var (provider, _) = await _app.GivenFreeSlots();
        var (client, clientId) = await _app.GivenAClientUser();

        var slots = (await client.Ask(
            "query ($id: ID!) { slots(providerId: $id, limit: 1) { items { slotId startsAt } next } }",
            new { id = provider })).Data()["slots"]!;
        var slot = (string)slots["items"]![0]!["slotId"]!;
        var held = (await client.Ask(
            "mutation ($slot: ID!) { reserveSlot(input: {slotId: $slot}) " +
            "{ reservation { reservationId state client { clientId } } } }",
            new { slot })).Data()["reserveSlot"]!["reservation"]!;
        var both = (await client.Ask("""
            mutation ($id: ID!) {
              confirmReservation(input: {reservationId: $id}) { reservation { state } }
              cancelReservation(input: {reservationId: $id, reason: "rain"}) {
                reservation { state cancelReason provider { providerId } }
              }
            }
            """, new { id = (string)held["reservationId"]! })).Data();
        var cancelled = both["cancelReservation"]!["reservation"]!;

        Assert.Equal($"{clientId}", (string?)held["client"]!["clientId"]);
        Assert.Equal("HELD", (string?)held["state"]);
        Assert.Equal("CONFIRMED", (string?)both["confirmReservation"]!["reservation"]!["state"]);
        Assert.Equal(("CANCELLED", "rain", $"{provider}"), ((string?)cancelled["state"],
            (string?)cancelled["cancelReason"], (string?)cancelled["provider"]!["providerId"]));
    }

    [Fact]
    public async Task A_refusal_has_the_code_of_REST_and_takes_no_other_field_along()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        await _app.GivenAHold(slot);
        var client = await _app.GivenAClient();

        var answer = (await _app.Admin.Ask(
            $"mutation {{ a: {Reserve($"slotId: {slot}, clientId: {client}")} " +
            $"b: {Reserve($"slotId: {slot + 4}, clientId: {client}")} }}")).Is(200);

        Assert.Null(answer["data"]!["a"]);
        Assert.Equal("HELD", (string?)answer["data"]!["b"]!["reservation"]!["state"]);
        Assert.Equal("slot_taken", answer.Refusal());
        Assert.Equal(3, answer["errors"]![0]!["extensions"]!["alternatives"]!.AsArray().Count);
    }

    [Fact]
    public async Task One_key_is_one_effect_over_REST_and_GraphQL()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var client = await _app.GivenAClient();

        var rest = await _app.Admin.Post("/v1/reservations", new { slot_id = slot, client_id = client }, "both");
        var graph = await _app.Admin.Ask(
            $"mutation {{ {Reserve($"slotId: {slot}, clientId: {client}, idempotencyKey: \"both\"")} }}");

        Assert.Equal($"{rest.Is(201).Id}", (string?)graph.Data()["reserveSlot"]!["reservation"]!["reservationId"]);
    }

    [Theory]
    [InlineData("{ slots(providerId: 0) { next } }", "invalid_input")]
    [InlineData("{ slots(providerId: \"x\") { next } }", "invalid_input")]
    [InlineData("{ slots(providerId: 999999) { next } }", "not_found")]
    [InlineData("{ reservation(reservationId: 999999) { state } }", "not_found")]
    [InlineData("{ providers(first: 1000) { edges { cursor } } }", "limit_page")]
    [InlineData("{ providers(first: -1) { edges { cursor } } }", "bad_input")]
    [InlineData("{ providers(after: \"x\") { edges { cursor } } }", "bad_cursor")]
    [InlineData("{ node(id: \"x\") { id } }", "bad_id")]
    [InlineData("mutation { confirmReservation(input: {reservationId: 999999}) { clientMutationId } }", "not_found")]
    [InlineData(
        "mutation { reserveSlot(input: {slotId: 1, idempotencyKey: \"\"}) { clientMutationId } }",
        "invalid_idempotency_key")]
    public async Task What_cannot_be_is_refused_in_its_own_words(string query, string code) =>
        Assert.Equal(code, (await _app.Admin.Ask(query)).Is(200).Refusal());

    static string Reserve(string input) =>
        $"reserveSlot(input: {{{input}}}) {{ reservation {{ reservationId state }} }}";

    [Fact]
    public async Task Fields_keep_the_access_of_their_routes()
    {
        var (_, slot) = await _app.GivenFreeSlots();
        var hold = await _app.GivenAHold(slot);
        var (stranger, _) = await _app.GivenAClientUser();
        var accountant = await _app.As(Roles.Accountant);
        var read = $"{{ reservation(reservationId: {hold}) {{ state }} }}";
        var node = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"Reservation:{hold}"));

        Assert.Equal("token_missing", (await _app.Nobody.Ask(read)).Refusal());
        Assert.Equal("token_missing", (await _app.Nobody.Ask($"{{ node(id: \"{node}\") {{ id }} }}")).Refusal());
        Assert.Equal("not_found", (await stranger.Ask(read)).Refusal());
        Assert.Equal("forbidden", (await accountant.Ask(read)).Refusal());
        Assert.Null((await stranger.Ask($"{{ node(id: \"{node}\") {{ id }} }}")).Data()["node"]);
        Assert.NotNull((await _app.Admin.Ask($"{{ node(id: \"{node}\") {{ id }} }}")).Data()["node"]);
    }

    [Theory]
    [InlineData("first", "after", "endCursor", "hasNextPage")]
    [InlineData("last", "before", "startCursor", "hasPreviousPage")]
    public async Task A_connection_walks_through_everything_once(string size, string from, string cursor, string more)
    {
        var (provider, slot) = await _app.GivenFreeSlots();
        for (var i = 0; i < 7; i++)
            await _app.GivenAHold(slot + i);

        var seen = new List<string>();
        var place = "null";
        for (var pages = 0; place != ""; pages++)
        {
            Assert.True(pages < 5, "The walk does not end.");
            var page = (await _app.Admin.Ask(
                $"{{ reservations(providerId: {provider}, {size}: 3, {from}: {place}) " +
                "{ edges { node { slotId } } " +
                "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }")).Data()["reservations"]!;
            var ids = page["edges"]!.AsArray().Select(edge => (string)edge!["node"]!["slotId"]!).ToList();
            seen.InsertRange(size == "last" ? 0 : seen.Count, ids);
            place = (bool)page["pageInfo"]![more]! ? $"\"{page["pageInfo"]![cursor]}\"" : "";
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"{slot + i}"), seen);
    }
}

public sealed class BookingTestsOnSqlite(SqliteApp app) : BookingTests(app), IClassFixture<SqliteApp>;

public sealed class BookingTestsOnPostgres(PostgresApp app) : BookingTests(app), IClassFixture<PostgresApp>;
