using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.People;
using Kalends.Tests.Accounts;
using Kalends.Tests.Directory;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;
using Kalends.Tests.Scheduling;
using Kalends.Tests.Start;

namespace Kalends.Tests.Providers.People;

/// <summary>A person is forgotten, and what must stay stays without them.</summary>
public abstract class EraseTests
{
    readonly TestApp _app;

    protected EraseTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task No_table_has_a_text_about_somebody_who_was_erased()
    {
        var world = await PersonWorld.Make(_app, isProvider: false);
        var before = await PersonWorld.Marked(_app);

        var erased = (await _app.Admin.Post($"/v1/users/{world.Visitor.UserId}/erase")).Is(200);

        Assert.Equal(PersonalColumns.Exported.Concat(PersonalColumns.Copied).Order(StringComparer.Ordinal), before);
        Assert.Empty(await PersonWorld.Marked(_app));
        Assert.Equal(world.ClientId, (long)erased["client_id"]!);
        Assert.Equal(world.Visitor.UserId, (string)erased["user_id"]!);
        Assert.Equal(_app.Clock.GetUtcNow().Text(), (string)erased["erased_at"]!);
        var (code, said) = await Typed.Run("verify", $"--Kalends:Database={_app.Database}");
        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task An_erasure_that_is_killed_at_any_step_is_finished_by_the_next_one()
    {
        var world = await PersonWorld.Make(_app, isProvider: false);
        // More than one step erases.
        await _app.Db.Write(async session => await session.Run(Sql.Shaped($"""
            INSERT INTO messages (key, kind, channel, client_id, revision, created_at, expires_at, state, finished_at)
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
            SELECT 'old' || {world.ClientId} || '/' || i, 'reminder', 'email', {world.ClientId}, 0, 0, 0, 'sent', 0
            FROM n
            """)), CancellationToken.None);

        var kills = 0;
        for (var isDone = false; ; isDone = !isDone)
        {
            var dying = new DyingDb(_app.Db, steps: 1 + kills % 3, isDone);
            var killed = await Record.ExceptionAsync(() =>
                ErasePerson.OfUser(new(world.Visitor.UserId), _app.OwnCall(dying)));
            if (killed is null)
                break;
            Assert.IsType<Killed>(killed);
            kills++;
        }

        Assert.InRange(kills, 2, 20);
        Assert.Empty(await PersonWorld.Marked(_app));
    }

    [Fact]
    public async Task A_user_who_is_erased_cannot_return_and_their_name_is_free()
    {
        var (name, id) = await _app.GivenAUser();
        var pair = await _app.Nobody.SignIn(name);

        var erased = (await _app.Admin.Post($"/v1/users/{id}/erase")).Is(200);
        _app.Clock.Advance(TimeSpan.FromSeconds(5));
        var again = (await _app.Admin.Post($"/v1/users/{id}/erase")).Is(200);

        Assert.Equal(erased.Text, again.Text);
        await _app.AreDead(pair);
        (await _app.Nobody.SignIn(name)).IsRefused(401, "bad_credentials");
        (await _app.Admin.Post($"/v1/users/{id}/enable")).IsRefused(409, "erased");
        (await _app.Admin.Put($"/v1/users/{id}/contact", new { email = "a@b.example" })).IsRefused(409, "erased");
        var known = (await _app.Admin.Get($"/v1/users/{id}")).Is(200);
        Assert.Equal($"erased-{id}", (string)known["username"]!);
        Assert.NotNull(known["disabled_at"]);
        var next = new { username = name, password = Accounts.People.Password, roles = new[] { "client" } };
        (await _app.Admin.Post("/v1/users", next)).Is(201);
    }

    [Fact]
    public async Task A_client_who_is_erased_keeps_their_visits_and_what_these_cost()
    {
        var (visitor, client) = await _app.GivenAClientUser();
        var provider = await _app.GivenAProvider();
        var id = await _app.GivenABooking(await _app.GivenSlots(provider), client);
        _app.Clock.Advance(TimeSpan.FromDays(3));
        var type = await _app.GivenAnEventType();
        var visit = (await _app.Admin.Post($"/v1/reservations/{id}/complete", new { event_type_id = type })).Is(200);
        var care = (await _app.Admin.Get($"/v1/care-events/{visit["care_event"]!["id"]}")).Is(200);

        (await _app.Admin.Post($"/v1/clients/{client}/erase")).Is(200);

        var shown = (await _app.Admin.Get($"/v1/clients/{client}")).Is(200);
        Assert.Equal("Erased", (string)shown["name"]!);
        Assert.NotNull(shown["erased_at"]);
        Assert.Equal("completed", (string)(await _app.Admin.Get($"/v1/reservations/{id}")).Is(200)["state"]!);
        Assert.Equal(care.Text, (await _app.Admin.Get($"/v1/care-events/{care.Id}")).Is(200).Text);
        (await _app.Admin.Patch($"/v1/clients/{client}", new { first_name = "Ada" })).IsRefused(409, "erased");
        (await _app.Admin.Put($"/v1/clients/{client}/contact", new { email = "a@b.example" }))
            .IsRefused(409, "erased");
        (await _app.Admin.Post($"/v1/clients/{client}/invitations", new { @as = "owner" })).IsRefused(409, "erased");
        var slot = await _app.GivenSlots(provider);
        Assert.NotEqual(201, (await _app.Reserve(slot, client)).Status);
        Assert.Equal(
            $"erased-{visitor.UserId}",
            (string)(await _app.Admin.Get($"/v1/users/{visitor.UserId}")).Is(200)["username"]!);
    }

    [Fact]
    public async Task Reservations_ahead_refuse_an_erasure_or_are_cancelled_with_it()
    {
        var (_, client) = await _app.GivenAClientUser();
        var id = await _app.GivenABooking((await _app.GivenFreeSlots()).SlotId, client);

        var refused = (await _app.Admin.Post($"/v1/clients/{client}/erase")).IsRefused(409, "reservations_ahead");
        var name = (string)(await _app.Admin.Get($"/v1/clients/{client}")).Is(200)["name"]!;
        (await _app.Admin.Post($"/v1/clients/{client}/erase", new { cancel_future = true })).Is(200);

        Assert.Equal([id], refused["reservation_ids"]!.AsArray().Select(one => (long)one!));
        Assert.Equal("Alan Turing", name);
        Assert.Equal("cancelled", (string)(await _app.Admin.Get($"/v1/reservations/{id}")).Is(200)["state"]!);
        Assert.Contains(
            "reservation.cancelled", (await _app.EventsOf($"reservation/{id}")).Select(happened => happened.Kind));
        Assert.Contains("client.erased", (await _app.EventsOf($"client/{client}")).Select(happened => happened.Kind));
    }

    [Fact]
    public async Task A_user_with_other_roles_stays_when_their_client_is_erased()
    {
        var visitor = await _app.As(Roles.Client | Roles.Accountant);
        var client = (await visitor.Post("/v1/clients", new { first_name = "Ada" })).Is(201).Id;

        var erased = (await _app.Admin.Post($"/v1/clients/{client}/erase")).Is(200);

        Assert.Null(erased["user_id"]);
        Assert.Null((await visitor.Get("/v1/me")).Is(200)["client_id"]);
        (await visitor.Post("/v1/clients", new { first_name = "Ada" })).Is(201);
    }

    [Fact]
    public async Task A_provider_is_erased_only_after_they_were_deleted()
    {
        var visitor = await _app.As(Roles.Provider);
        var made = new { name = "Ada", user_id = visitor.UserId, owner_user_id = visitor.UserId };
        var provider = (await _app.Admin.Post("/v1/providers", made)).Is(201).Id;

        var refused = await _app.Admin.Post($"/v1/users/{visitor.UserId}/erase");
        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);
        var erased = await _app.Admin.Post($"/v1/users/{visitor.UserId}/erase");

        refused.IsRefused(409, "person_is_provider");
        erased.Is(200);
        var told = (await _app.Admin.Get($"/v1/providers/{provider}/export")).Is(200);
        Assert.Contains("\"Ada\"", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_table_has_a_text_about_a_provider_who_was_erased()
    {
        var world = await PersonWorld.Make(_app, isProvider: true);
        var columns = PersonalColumns.ExportedOfProviders.Concat(PersonalColumns.CopiedOfProviders).ToHashSet();
        var before = (await PersonWorld.Marked(_app)).Where(columns.Contains);
        (await _app.Admin.Delete($"/v1/providers/{world.ProviderId}")).Is(200);

        var erased = (await _app.Admin.Post($"/v1/providers/{world.ProviderId}/erase")).Is(200);
        _app.Clock.Advance(TimeSpan.FromSeconds(5));
        var again = (await _app.Admin.Post($"/v1/providers/{world.ProviderId}/erase")).Is(200);

        Assert.Equal(columns.Order(StringComparer.Ordinal), before);
        Assert.DoesNotContain(await PersonWorld.Marked(_app), columns.Contains);
        Assert.Equal(world.ProviderId, (long)erased["provider_id"]!);
        Assert.Equal(erased.Text, again.Text);
        Assert.Contains(
            "provider.erased",
            (await _app.EventsOf($"provider/{world.ProviderId}")).Select(happened => happened.Kind));
        (await _app.Admin.Post($"/v1/users/{world.Visitor.UserId}/erase")).Is(200);
        var (code, said) = await Typed.Run("verify", $"--Kalends:Database={_app.Database}");
        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task A_provider_who_is_erased_keeps_their_visits_and_what_these_cost()
    {
        var provider = await _app.GivenAProvider();
        var reviewer = await _app.As(Roles.Client);
        var review = await _app.GivenAReview(provider, 4, reviewer);
        (await _app.Admin.Reply(review, "Thank you, your Ada.")).Is(200);
        var id = await _app.GivenABooking(await _app.GivenSlots(provider), await _app.GivenAClient());
        _app.Clock.Advance(TimeSpan.FromDays(3));
        var type = await _app.GivenAnEventType();
        var visit = (await _app.Admin.Post($"/v1/reservations/{id}/complete", new { event_type_id = type })).Is(200);
        var care = (await _app.Admin.Get($"/v1/care-events/{visit["care_event"]!["id"]}")).Is(200);

        (await _app.Admin.Post($"/v1/providers/{provider}/erase")).IsRefused(409, "provider_not_deleted");
        (await _app.Admin.Delete($"/v1/providers/{provider}")).Is(200);
        (await _app.Admin.Post($"/v1/providers/{provider}/erase")).Is(200);

        Assert.Equal(care.Text, (await _app.Admin.Get($"/v1/care-events/{care.Id}")).Is(200).Text);
        Assert.Equal("completed", (string)(await _app.Admin.Get($"/v1/reservations/{id}")).Is(200)["state"]!);
        var told = (await _app.Admin.Get($"/v1/providers/{provider}/export")).Is(200);
        Assert.Contains("\"Erased\"", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("your Ada", told.Text, StringComparison.Ordinal);
        (await _app.Admin.Post("/v1/providers/123456789/erase")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task The_reason_of_an_override_is_in_the_log_until_the_client_is_erased()
    {
        var client = await _app.GivenAClient();
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider);
        var id = (await _app.Book(slot, null, clientId: client, reason: "Pain since Monday.")).Is(201).Id;
        var before = await _app.EventsOf($"reservation/{id}");
        var found = (await _app.Admin.Get($"/v1/clients/{client}/export")).Is(200).Text;

        (await _app.Admin.Post($"/v1/clients/{client}/erase", new { cancel_future = true })).Is(200);

        var after = await _app.EventsOf($"reservation/{id}");
        Assert.Contains("Pain since Monday.", before[0].Data, StringComparison.Ordinal);
        Assert.Contains("Pain since Monday.", found, StringComparison.Ordinal);
        Assert.DoesNotContain("Pain", after[0].Data, StringComparison.Ordinal);
        Assert.Contains($"\"client_id\":{client}", after[0].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_reserves_for_a_client_who_is_being_erased()
    {
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider, hours: 4);
        var service = await _app.GivenAService(
            provider, minutes: 15, questions: [new { key = "food", label = "Allergies?" }]);
        object[] answers = [new { question = "food", text = "Nuts." }];
        for (var i = 0; i < 10; i++)
        {
            var client = await _app.GivenAClient();

            var raced = await Race.AtOnce(2, turn => turn == 0
                ? _app.Admin.Post($"/v1/clients/{client}/erase", new { cancel_future = true })
                : _app.Book(slot + i, service, clientId: client, answers: answers));

            raced[0].Is(200);
            var export = (await _app.Admin.Get($"/v1/clients/{client}/export")).Is(200);
            Assert.DoesNotContain("Nuts.", export.Text, StringComparison.Ordinal);
            var list = (await _app.Admin.Get($"/v1/reservations?client_id={client}")).Is(200);
            var reservations = list["items"]!.AsArray();
            Assert.All(reservations, one => Assert.Equal("cancelled", (string)one!["state"]!));
            Assert.Equal(raced[1].Status == 201 ? 1 : 0, reservations.Count);
        }
    }

    [Fact]
    public async Task Nobody_is_erased_who_is_not_there()
    {
        (await _app.Admin.Post($"/v1/users/{Guid.NewGuid()}/erase")).IsRefused(404, "not_found");
        (await _app.Admin.Post("/v1/clients/999999/erase")).IsRefused(404, "not_found");
        var data = await _app.Admin.Ask("""
            mutation { erasePersonOfClient(input: {clientId: 999999}) { clientId erasedAt } }
            """);
        Assert.Equal("not_found", data.Refusal());
    }
}

public sealed class EraseTestsOnSqlite(SqliteApp app) : EraseTests(app), IClassFixture<SqliteApp>;

public sealed class EraseTestsOnPostgres(PostgresApp app) : EraseTests(app), IClassFixture<PostgresApp>;
