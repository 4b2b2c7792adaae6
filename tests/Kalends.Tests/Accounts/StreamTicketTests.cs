using Kalends.Accounts.StreamTickets;
using Kalends.Platform.Calls;
using Kalends.Tests.Accounts.ApiKeys;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Accounts;

public abstract class StreamTicketTests
{
    const string Path = "/v1/events/stream";

    readonly TestApp _app;

    protected StreamTicketTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_ticket_opens_its_stream_once()
    {
        var ticket = await Ticket(_app.Admin, Path);
        await using (var stream = await Open($"{Path}?component=tickets&ticket={ticket}"))
        {
            Assert.Equal(200, stream.Status);
            (await _app.Admin.Post("/v1/events", new { component = "tickets", message = "Told." })).Is(201);
            Assert.Contains("Told.", (await stream.Next())!.Data);
        }

        (await _app.Nobody.Get($"{Path}?ticket={ticket}")).IsRefused(401, "ticket_invalid").IsCleanRefusal();
    }

    [Fact]
    public async Task One_of_many_who_use_a_ticket_at_once_gets_in()
    {
        var ticket = await Ticket(_app.Admin, Path);

        var answers = await Race.AtOnce(
            12, _ => _app.Nobody.Get($"{Path}?last_event_id=nowhere&ticket={ticket}"));

        Assert.Equal(1, answers.Count(answer => answer.Status == 422));
        foreach (var refused in answers.Where(answer => answer.Status != 422))
            refused.IsRefused(401, "ticket_invalid");
    }

    [Fact]
    public async Task A_ticket_is_good_for_a_minute()
    {
        var (used, late) = (await Ticket(_app.Admin, Path), await Ticket(_app.Admin, Path));

        _app.Clock.Advance(TimeSpan.FromMilliseconds(59_999));
        await using (var stream = await Open($"{Path}?ticket={used}"))
            Assert.Equal(200, stream.Status);
        _app.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await _app.Nobody.Get($"{Path}?ticket={late}")).IsRefused(401, "ticket_invalid");
    }

    [Theory]
    [InlineData("/v1/providers/1/slots/stream")]
    [InlineData("/v1/events/stream/")]
    [InlineData("/graphql")]
    public async Task A_ticket_opens_no_other_path(string other)
    {
        var ticket = await Ticket(_app.Admin, other);

        (await _app.Nobody.Get($"{Path}?ticket={ticket}")).IsRefused(401, "ticket_invalid");
        (await _app.Nobody.Get($"{Path}?ticket={ticket}")).IsRefused(401, "ticket_invalid");
    }

    [Fact]
    public async Task A_ticket_opens_nothing_but_streams()
    {
        (await _app.Nobody.Get($"/v1/me?ticket={await Ticket(_app.Admin, "/v1/me")}"))
            .IsRefused(401, "token_missing");
        (await _app.Admin.Get($"/v1/me?ticket={await Ticket(_app.Admin, "/v1/me")}")).Is(422);
        var posted = await _app.Nobody.Post(
            $"/graphql?ticket={await Ticket(_app.Admin, "/graphql")}", """{"query":"{ me { username } }"}""");
        Assert.Equal("token_missing", posted.Refusal());
    }

    [Fact]
    public async Task A_ticket_opens_a_subscription_over_GraphQL()
    {
        var query = Uri.EscapeDataString(
            "subscription { eventLog(filter: {component: \"graph tickets\"}) { message } }");
        await using var stream = await Open($"/graphql?query={query}&ticket={await Ticket(_app.Admin, "/graphql")}");
        Assert.Equal(200, stream.Status);

        (await _app.Admin.Post("/v1/events", new { component = "graph tickets", message = "Told." })).Is(201);

        Assert.Contains("Told.", (await stream.Next())!.Data);
    }

    [Fact]
    public async Task A_ticket_lets_its_caller_do_no_more_than_they_may()
    {
        var (client, byKey) = (await _app.As(Roles.Client), await _app.Admin.ByKey("providers:read"));

        (await _app.Nobody.Get($"{Path}?ticket={await Ticket(client, Path)}")).IsRefused(403, "forbidden");
        (await _app.Nobody.Get($"{Path}?ticket={await Ticket(byKey, Path)}")).IsRefused(403, "scope_missing");
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("disable")]
    [InlineData("delete")]
    public async Task A_ticket_ends_with_the_sign_in_that_made_it_and_so_does_its_stream(string how)
    {
        var (name, id) = await _app.GivenAUser("admin");
        var user = _app.Nobody.With((await _app.Nobody.SignIn(name)).Access());
        var (used, kept) = (await Ticket(user, Path), await Ticket(user, Path));
        await using var stream = await Open($"{Path}?component=none&ticket={used}");
        Assert.Equal(200, stream.Status);

        (await _app.Admin.EndSignIns(how, id)).Is(200);

        Assert.Null(await stream.Next());
        (await _app.Nobody.Get($"{Path}?ticket={kept}")).IsRefused(401, "ticket_invalid");
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("rotate")]
    public async Task The_streams_of_a_key_and_of_its_tickets_end_with_it(string how)
    {
        var made = (await _app.Admin.MakeKey("events:read")).Is(201);
        var byKey = _app.Nobody.With(made.Secret());
        var kept = await Ticket(byKey, Path);
        await using var own = await Listener.Open(new Uri(_app.Address, $"{Path}?component=none"), made.Secret());
        await using var tickets = await Open($"{Path}?component=none&ticket={await Ticket(byKey, Path)}");
        Assert.Equal((200, 200), (own.Status, tickets.Status));

        (await (how == "revoke"
            ? _app.Admin.Delete($"/v1/api-keys/{made.KeyId()}")
            : _app.Admin.Post($"/v1/api-keys/{made.KeyId()}/rotate", new { grace_seconds = 60 }))).Is(200);

        Assert.Null(await own.Next());
        Assert.Null(await tickets.Next());
        (await _app.Nobody.Get($"{Path}?ticket={kept}")).IsRefused(401, "ticket_invalid");
    }

    [Theory]
    [InlineData("v1/events/stream")]
    [InlineData("/v1/events/stream?component=a")]
    [InlineData("/v1/events stream")]
    public async Task A_ticket_is_for_a_path(string path) => Assert.Equal(
        ["/path format"],
        (await _app.Admin.Post("/v1/stream-tickets", new { path })).IsRefused(422, "invalid_input").Errors);

    [Fact]
    public async Task Tickets_that_nobody_used_are_forgotten()
    {
        var user = await _app.As(Roles.Client);
        await Ticket(user, Path);
        await TicketChecks.Forget(_app.OwnCall());
        Assert.True(await Kept() > 0);

        _app.Clock.Advance(TimeSpan.FromSeconds(60));
        await TicketChecks.Forget(_app.OwnCall());

        Assert.Equal(0, await Kept());
    }

    Task<long?> Kept() => _app.Db.Read(async session => await session.Number(Count), CancellationToken.None);

    static readonly Platform.Storage.Sql Count = new("SELECT COUNT(*) AS n FROM stream_tickets");

    Task<Listener> Open(string path) => Listener.Open(new Uri(_app.Address, path), token: null);

    static async Task<string> Ticket(Visitor visitor, string path) =>
        (string)(await visitor.Post("/v1/stream-tickets", new { path })).Is(201)["ticket"]!;
}

public sealed class StreamTicketTestsOnSqlite(SqliteApp app) : StreamTicketTests(app), IClassFixture<SqliteApp>;

public sealed class StreamTicketTestsOnPostgres(PostgresApp app) : StreamTicketTests(app), IClassFixture<PostgresApp>;
