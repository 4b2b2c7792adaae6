using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;
using static Kalends.Tests.Kit.Race;

namespace Kalends.Tests.Providers;

/// <summary>Others are bound by invitation: made by who may, accepted by who wants to.</summary>
public abstract class InvitationTests
{
    const string Providers = "/v1/providers";
    const string Clients = "/v1/clients";

    readonly TestApp _app;

    protected InvitationTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(Providers, "user")]
    [InlineData(Providers, "owner")]
    [InlineData(Providers, "user_and_owner")]
    [InlineData(Clients, "user")]
    [InlineData(Clients, "owner")]
    [InlineData(Clients, "user_and_owner")]
    public async Task Who_accepts_an_invitation_is_bound_as_it_says(string people, string bound)
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        var id = await Enter(people, manager);
        var invited = await _app.As(Roles.Client | Roles.Provider);

        var made = (await Invite(manager, people, id, bound)).Is(201);
        var accepted = (await Accept(invited, made)).Is(200);

        Assert.Equal(bound, (string?)made["as"]);
        Assert.Equal((string?)made["expires_at"], _app.Clock.GetUtcNow().AddDays(7).Text());
        Assert.Equal(
            (bound, people == Providers ? id : null, people == Clients ? id : (long?)null),
            ((string)accepted["as"]!, (long?)accepted["provider_id"], (long?)accepted["client_id"]));
        var tied = await _app.Admin.Get($"{people}/{id}");
        Assert.Equal(bound == "owner" ? null : invited.UserId, (string?)tied["user_id"]);
        Assert.Equal(bound == "user" ? manager.UserId : invited.UserId, (string?)tied["owner_user_id"]);
        Assert.Equal(
            bound == "owner" ? null : id,
            (long?)(await invited.Get("/v1/me"))[people == Clients ? "client_id" : "provider_id"]);
        Assert.Empty(await Live(manager, people, id));
    }

    [Theory]
    [InlineData(Providers)]
    [InlineData(Clients)]
    public async Task A_manager_takes_into_the_organisation_whom_the_owner_invites_them_to(string people)
    {
        var (house, manager) = await _app.GivenAnOrganisation();
        var owner = await _app.As(Roles.Provider);
        var id = await Enter(people, owner);
        var made = await Invite(owner, people, id, "organisation");

        foreach (var other in (Visitor[])[await _app.As(Roles.Client), await _app.As(Roles.Manager), _app.Admin])
            (await Accept(other, made)).IsRefused(403, "forbidden");
        (await Accept(manager, made)).Is(200);

        Assert.Equal(house, (long)(await manager.Get($"{people}/{id}")).Is(200)["organisation_id"]!);
        Assert.Equal(owner.UserId, (string?)(await manager.Get($"{people}/{id}"))["owner_user_id"]);
        (await Invite(owner, people, id, "organisation")).IsRefused(403, "forbidden");
    }

    [Theory]
    [InlineData(Providers, "owner", "Accountant")]
    [InlineData(Providers, "user_and_owner", "Accountant")]
    [InlineData(Clients, "owner", "Client")]
    public async Task Nobody_comes_to_own_whom_their_roles_do_not_let_them_keep(
        string people, string bound, string role)
    {
        var owner = await _app.As(Roles.Provider);
        var id = await Enter(people, owner);
        var offer = (await Invite(owner, people, id, bound)).Is(201);

        (await Accept(await _app.As(Enum.Parse<Roles>(role)), offer)).IsRefused(403, "forbidden");

        (await Accept(await _app.As(Roles.Provider), offer)).Is(200);
    }

    [Fact]
    public async Task Who_is_a_provider_releases_themselves_and_changes_nothing_else()
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        var id = await Enter(Providers, manager);
        var person = await _app.As(Roles.Provider);
        (await Accept(person, (await Invite(manager, Providers, id, "user")).Is(201))).Is(200);

        (await person.Patch($"{Providers}/{id}", """{"user_id":null,"name":"Mine"}""")).IsRefused(404, "not_found");
        (await manager.Patch($"{Providers}/{id}", """{"user_id":null}""")).IsRefused(403, "consent_required");
        var released = (await person.Patch($"{Providers}/{id}", """{"user_id":null}""")).Is(200);

        Assert.Null(released["user_id"]);
        (await person.Patch($"{Providers}/{id}", """{"user_id":null}""")).IsRefused(404, "not_found");
        (await person.Post(Providers, new { name = "Me", user_id = person.UserId })).Is(201);
    }

    [Fact]
    public async Task Live_reservations_go_along_with_who_is_taken_into_an_organisation()
    {
        var (house, manager) = await _app.GivenAnOrganisation();
        var owner = await _app.As(Roles.Provider);
        var provider = await _app.GivenAProvider(owner);
        var held = await _app.GivenAHold(await _app.GivenSlots(provider));

        (await Accept(manager, await Invite(owner, Providers, provider, "organisation"))).Is(200);

        Assert.Equal(house, (long)(await manager.Get($"/v1/reservations/{held}")).Is(200)["organisation_id"]!);
    }

    [Theory]
    [InlineData(Providers)]
    [InlineData(Clients)]
    public async Task Only_who_may_change_somebody_invites_others_and_only_to_what_is_theirs_to_give(string people)
    {
        var (house, manager) = await _app.GivenAnOrganisation();
        var (_, stranger) = await _app.GivenAnOrganisation();
        var (owner, user) = (await _app.As(Roles.Provider), await _app.As(Roles.Client));
        var id = (await _app.Admin.Post(people, new
        {
            first_name = "a",
            user_id = user.UserId,
            owner_user_id = owner.UserId,
            organisation_id = house,
        })).Is(201).Id;

        foreach (var other in (Visitor[])[stranger, await _app.As(Roles.Provider), await _app.As(Roles.Client)])
        {
            (await Invite(other, people, id, "user")).IsRefused(404, "not_found");
            (await other.Get($"{people}/{id}/invitations")).IsRefused(404, "not_found");
            (await other.Delete($"{people}/{id}/invitations/1")).IsRefused(404, "not_found");
        }
        (await Invite(manager, people, id, "user")).IsRefused(403, "consent_required");
        (await Invite(manager, people, id, "owner")).IsRefused(403, "consent_required");
        (await Invite(owner, people, id, "user")).IsRefused(403, "consent_required");
        (await Invite(owner, people, id, "organisation")).IsRefused(403, "forbidden");
        (await Invite(owner, people, id, "nobody")).IsRefused(422, "invalid_input");
        (await Invite(owner, people, id, "owner")).Is(201);
        (await Invite(_app.Admin, people, id, "user_and_owner")).Is(201);
        (await Invite(_app.Admin, people, 999_999, "user")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_code_is_shown_once_and_kept_nowhere()
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        var id = await Enter(Clients, manager);
        var body = new { @as = "user" };
        var key = Guid.NewGuid().ToString();

        var made = (await manager.Post($"{Clients}/{id}/invitations", body, key)).Is(201);
        var another = (await manager.Post($"{Clients}/{id}/invitations", body, key)).Is(201);

        var code = (string)made["code"]!;
        Assert.Matches("^[A-Za-z0-9_-]{22}$", code);
        Assert.NotEqual(code, (string?)another["code"]);
        Assert.DoesNotContain(code, (await manager.Get($"{Clients}/{id}/invitations")).Is(200).Text);
        Assert.DoesNotContain(code, (await manager.Get("/v1/events")).Is(200).Text);
        foreach (var table in (string[])["invitations", "idempotency_keys", "events"])
            Assert.DoesNotContain(await Texts(table), text => text.Contains(code, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Providers)]
    [InlineData(Clients)]
    public async Task An_invitation_is_good_once_for_seven_days_unless_it_is_revoked(string people)
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        var id = await Enter(people, manager);
        var (one, other) = (await _app.As(Roles.Client), await _app.As(Roles.Client));
        var (late, revoked) = (
            await Invite(manager, people, id, "user"), await Invite(manager, people, id, "user"));
        var unknown = (await other.Post("/v1/me/invitations/accept", new { code = "AAAAAAAAAAAAAAAAAAAAAA" }))
            .IsRefused(404, "not_found");

        (await manager.Delete($"{people}/{id}/invitations/{revoked.Id}")).Is(200);
        (await manager.Delete($"{people}/{id}/invitations/{revoked.Id}")).IsRefused(404, "not_found");
        await AssertUnknown(revoked);
        _app.Clock.Advance(TimeSpan.FromDays(7));
        await AssertUnknown(late);
        Assert.Empty(await Live(manager, people, id));
        var good = await Invite(manager, people, id, "user");
        var first = (await Accept(one, good)).Is(200);
        await AssertUnknown(good);
        Assert.Equal(first.Text, (await Accept(one, good)).Is(200).Text);
        (await _app.Nobody.Post("/v1/me/invitations/accept", new { code = good["code"] })).Is(401);

        async Task AssertUnknown(Answer made) => Assert.Equal(
            (string?)unknown["detail"], (string?)(await Accept(other, made)).IsRefused(404, "not_found")["detail"]);
    }

    [Theory]
    [InlineData(Providers)]
    [InlineData(Clients)]
    public async Task There_are_ten_invitations_to_somebody_at_most(string people)
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        var id = await Enter(people, manager);
        var made = new List<long>();
        for (var i = 0; i < 10; i++)
            made.Add((await Invite(manager, people, id, "user")).Is(201).Id);

        (await Invite(manager, people, id, "user")).IsRefused(409, "too_many_invitations");
        Assert.Equal(made, await Live(manager, people, id));
        (await manager.Delete($"{people}/{id}/invitations/{made[3]}")).Is(200);
        (await Invite(manager, people, id, "user")).Is(201);
        _app.Clock.Advance(TimeSpan.FromDays(7));
        (await Invite(manager, people, id, "user")).Is(201);

        Assert.Single(await Live(manager, people, id));
    }

    [Theory]
    [InlineData(Providers)]
    [InlineData(Clients)]
    public async Task Another_tie_makes_invitations_void(string people)
    {
        var (house, manager) = await _app.GivenAnOrganisation();
        var id = await Enter(people, manager);
        var (one, other) = (await _app.As(Roles.Client), await _app.As(Roles.Client));
        var offers = new List<Answer>();
        foreach (var bound in (string[])["user", "user", "owner"])
            offers.Add((await Invite(manager, people, id, bound)).Is(201));
        (await _app.Admin.Patch($"{people}/{id}", """{"first_name":"b"}""")).Is(200);
        Assert.Equal(3, (await Live(manager, people, id)).Count);

        (await Accept(one, offers[0])).Is(200);

        Assert.Empty(await Live(manager, people, id));
        foreach (var offer in offers.Skip(1))
            (await Accept(other, offer)).IsRefused(404, "not_found");
        Assert.Equal(one.UserId, (string?)(await _app.Admin.Get($"{people}/{id}"))["user_id"]);
    }

    [Fact]
    public async Task An_invitation_ends_with_its_makers_right_to_make_it()
    {
        var (house, _) = await _app.GivenAnOrganisation();
        var admin = await _app.As(Roles.Admin);
        var manager = await _app.As(Roles.Manager, house);
        var (ofManager, ofAdmin) = (
            await Enter(Clients, manager), await _app.GivenACaregiver(house, await _app.As(Roles.Provider)));
        var (offered, offeredByAdmin) = (
            await Invite(manager, Clients, ofManager, "user"), await Invite(admin, Providers, ofAdmin, "owner"));
        var disabled = await _app.As(Roles.Manager, house);
        var offeredByDisabled = await Invite(disabled, Clients, await Enter(Clients, disabled), "user");
        foreach (var demoted in (Visitor[])[manager, admin])
            (await _app.Admin.Put($"/v1/users/{demoted.UserId}", new { roles = new[] { "client" } })).Is(200);
        (await _app.Admin.Post($"/v1/users/{disabled.UserId}/disable")).Is(200);

        var invited = await _app.As(Roles.Client);

        (await Accept(invited, offered)).IsRefused(404, "not_found");
        (await Accept(invited, offeredByAdmin)).IsRefused(404, "not_found");
        (await Accept(invited, offeredByDisabled)).IsRefused(404, "not_found");
        (await _app.Admin.Post($"/v1/users/{disabled.UserId}/enable")).Is(200);
        (await Accept(invited, offeredByDisabled)).Is(200);
    }

    [Fact]
    public async Task Who_is_another_client_already_is_told_and_the_invitation_stays()
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        var offer = await Invite(manager, Clients, await Enter(Clients, manager), "user");
        var (taken, _) = await _app.GivenAClientUser();

        (await Accept(taken, offer)).IsRefused(409, "user_taken");
        (await Accept(await _app.As(Roles.Client), offer)).Is(200);
    }

    [Fact]
    public async Task A_deleted_provider_invites_nobody()
    {
        var provider = await _app.GivenAProvider();
        var offer = await Invite(_app.Admin, Providers, provider, "owner");
        (await _app.Admin.Delete($"{Providers}/{provider}")).Is(200);

        (await Accept(await _app.As(Roles.Provider), offer)).IsRefused(404, "not_found");
        (await Invite(_app.Admin, Providers, provider, "owner")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task What_is_offered_and_accepted_is_told_to_those_who_keep_the_person()
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        var owner = await _app.As(Roles.Provider);
        var provider = await Enter(Providers, manager);
        var revoked = await Invite(manager, Providers, provider, "user");
        (await manager.Delete($"{Providers}/{provider}/invitations/{revoked.Id}")).Is(200);

        (await Accept(owner, await Invite(manager, Providers, provider, "user_and_owner"))).Is(200);

        Assert.Equal([
            "invitation.accepted", "invitation.made", "invitation.made", "invitation.revoked", "provider.created",
            "provider.left", "provider.updated",
        ], await Told(manager));
        Assert.Equal(["provider.updated"], await Told(owner));

        static async Task<List<string>> Told(Visitor visitor) => (await visitor.Get("/v1/events")).Is(200)["items"]!
            .AsArray().Select(one => (string)one!["kind"]!).Order().ToList();
    }

    [Fact]
    public async Task Invitations_are_made_listed_revoked_and_accepted_over_GraphQL_too()
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        var (client, provider) = (await Enter(Clients, manager), await Enter(Providers, manager));
        var invited = await _app.As(Roles.Client);
        const string Made = "{ invitation { invitationId as code createdAt expiresAt } }";

        var data = (await manager.Ask(
            $"mutation {{ c: inviteToClient(input: {{clientId: {client}, as: USER}}) {Made} " +
            $"p: inviteToProvider(input: {{providerId: {provider}, as: USER_AND_OWNER}}) {Made} " +
            $"r: inviteToProvider(input: {{providerId: {provider}, as: OWNER}}) {Made} }}")).Data();
        JsonNode Of(string alias) => data[alias]!["invitation"]!;
        string Accept(string alias) => $"acceptInvitation(input: {{code: \"{Of(alias)["code"]}\"}})";
        var revoked = (await manager.Ask($"mutation {{ revokeInvitationToProvider(input: {{providerId: {provider}, " +
            $"invitationId: {Of("r")["invitationId"]}}}) {{ invitation {{ as createdBy }} }} }}")).Data();
        var listed = (await manager.Ask($"{{ invitationsToProvider(providerId: {provider}) {{ invitationId }} " +
            $"invitationsToClient(clientId: {client}) {{ as }} }}")).Data();
        var accepted = (await invited.Ask(
            $"mutation {{ c: {Accept("c")} {{ as client {{ clientId }} }} " +
            $"p: {Accept("p")} {{ as provider {{ providerId }} }} }}")).Data();

        Assert.Equal("OWNER", (string?)revoked["revokeInvitationToProvider"]!["invitation"]!["as"]);
        Assert.Equal((string?)Of("p")["invitationId"],
            (string?)Assert.Single(listed["invitationsToProvider"]!.AsArray())!["invitationId"]);
        Assert.Equal("USER", (string?)Assert.Single(listed["invitationsToClient"]!.AsArray())!["as"]);
        Assert.Equal($"{client}", (string?)accepted["c"]!["client"]!["clientId"]);
        Assert.Equal($"{provider}", (string?)accepted["p"]!["provider"]!["providerId"]);
        Assert.Equal("not_found", (await invited.Ask(
            $"mutation {{ {Accept("r")} {{ as }} }}")).Refusal());
    }

    [Theory]
    [InlineData(Providers)]
    [InlineData(Clients)]
    public async Task Of_many_users_who_accept_at_once_one_is_bound(string people)
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        for (var round = 0; round < 5; round++)
        {
            var id = await Enter(people, manager);
            var users = new List<Visitor>();
            for (var i = 0; i < 6; i++)
                users.Add(await _app.As(Roles.Client));
            var (first, second) = (
                await Invite(manager, people, id, "user"), await Invite(manager, people, id, "user"));

            var answers = await AtOnce(12, i => Accept(users[i % 6], i % 2 == 0 ? first : second));

            var bound = (string?)(await _app.Admin.Get($"{people}/{id}"))["user_id"];
            Assert.All(answers.Where((_, i) => users[i % 6].UserId == bound), answer => answer.Is(200));
            Assert.All(answers.Where((_, i) => users[i % 6].UserId != bound), answer => answer.Is(404));
        }
    }

    [Theory]
    [InlineData(Providers)]
    [InlineData(Clients)]
    public async Task A_user_who_accepts_two_invitations_at_once_is_one_person_of_a_kind(string people)
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        for (var round = 0; round < 5; round++)
        {
            var user = await _app.As(Roles.Client);
            var offers = new List<Answer>();
            for (var i = 0; i < 4; i++)
                offers.Add(await Invite(manager, people, await Enter(people, manager), "user"));

            var answers = await AtOnce(4, i => Accept(user, offers[i]));

            Assert.Single(answers, answer => answer.Status == 200);
            Assert.All(answers.Where(answer => answer.Status != 200), late => late.IsRefused(409, "user_taken"));
        }
    }

    [Fact]
    public async Task Accepting_against_revoking_and_against_another_tie_has_one_outcome()
    {
        var (_, manager) = await _app.GivenAnOrganisation();
        for (var round = 0; round < 10; round++)
        {
            var id = await Enter(Clients, manager);
            var (user, other) = (await _app.As(Roles.Client), await _app.As(Roles.Client));
            var offer = await Invite(manager, Clients, id, "user");

            var answers = await AtOnce(3, i => i switch
            {
                0 => Accept(user, offer),
                1 => manager.Delete($"{Clients}/{id}/invitations/{offer.Id}"),
                _ => _app.Admin.Patch($"{Clients}/{id}", new { user_id = other.UserId }),
            });

            answers[2].Is(200);
            var accepted = answers[0].IsOneOf(200, 404) == 200;
            Assert.True(!accepted || answers[1].Status == 404, "It was accepted and revoked.");
            Assert.Equal(other.UserId, (string?)(await _app.Admin.Get($"{Clients}/{id}"))["user_id"]);
        }
    }

    static async Task<long> Enter(string people, Visitor visitor) =>
        (await visitor.Post(people, new { first_name = "a" })).Is(201).Id;

    static Task<Answer> Invite(Visitor visitor, string people, long id, string bound) =>
        visitor.Post($"{people}/{id}/invitations", new { @as = bound });

    static Task<Answer> Accept(Visitor visitor, Answer made) =>
        visitor.Post("/v1/me/invitations/accept", new { code = (string?)made["code"] });

    static async Task<List<long>> Live(Visitor visitor, string people, long id) =>
        (await visitor.Get($"{people}/{id}/invitations")).Is(200)["items"]!.AsArray()
        .Select(one => (long)one!["id"]!).ToList();

    async Task<List<string>> Texts(string table) => await _app.Db.Read(async session => await session.All(
        Sql.Shaped($"SELECT CAST(t.{Column(table)} AS TEXT) AS text FROM {table} t"), row => row.Text("text")),
        CancellationToken.None);

    static string Column(string table) => table switch
    {
        "invitations" => "code_hash",
        "events" => "data",
        _ => "answer",
    };
}

public sealed class InvitationTestsOnSqlite(SqliteApp app) : InvitationTests(app), IClassFixture<SqliteApp>;

public sealed class InvitationTestsOnPostgres(PostgresApp app) : InvitationTests(app), IClassFixture<PostgresApp>;
