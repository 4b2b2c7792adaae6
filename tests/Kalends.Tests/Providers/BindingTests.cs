using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers;

/// <summary>Who may bind a provider or a client to whom.</summary>
public abstract class BindingTests
{
    readonly TestApp _app;

    protected BindingTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task An_admin_binds_anybody_to_anything(string people)
    {
        var (user, owner) = (await _app.As(Roles.Client), await _app.As(Roles.Provider));
        var organisation = await GivenAnOrganisation();

        var made = await _app.Admin.Post(people, new
        {
            first_name = "a",
            user_id = user.UserId,
            owner_user_id = owner.UserId,
            organisation_id = organisation,
        });

        Assert.Equal(user.UserId, (string?)made.Is(201)["user_id"]);
        Assert.Equal(owner.UserId, (string?)made["owner_user_id"]);
        Assert.Equal(organisation, (long)made["organisation_id"]!);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task Nobody_but_an_admin_binds_others_without_asking_them(string people)
    {
        var organisation = await GivenAnOrganisation();
        var (manager, accountant) = (
            await _app.As(Roles.Manager, organisation), await _app.As(Roles.Accountant));
        var provider = await _app.As(Roles.Provider);
        var managed = (await manager.Post(people, new { first_name = "a" })).Is(201);

        foreach (var body in (object[])[
            new { first_name = "a", user_id = accountant.UserId }, new { first_name = "a", owner_user_id = "nobody" },
            new { first_name = "a", owner_user_id = accountant.UserId }])
        {
            (await manager.Post(people, body)).IsRefused(403, "consent_required");
            (await provider.Post(people, body)).IsRefused(403, "consent_required");
        }
        (await manager.Put($"{people}/{managed.Id}", Changed(userId: accountant.UserId)))
            .IsRefused(403, "consent_required");
        (await manager.Put($"{people}/{managed.Id}", Changed(ownerUserId: accountant.UserId)))
            .IsRefused(403, "consent_required");
        Assert.Equal(organisation, (long)managed["organisation_id"]!);
        Assert.Equal(manager.UserId, (string?)managed["owner_user_id"]);
        (await manager.Put($"{people}/{managed.Id}", Changed(userId: manager.UserId))).Is(200);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task Who_is_bound_is_replaced_or_released_by_themselves_or_an_admin(string people)
    {
        var organisation = await GivenAnOrganisation();
        var (manager, bound) = (await _app.As(Roles.Manager, organisation), await _app.As(Roles.Provider));
        var id = await GivenAPerson(people, organisation, userId: bound.UserId, ownerUserId: bound.UserId);

        foreach (var body in (string[])[
            """{"user_id":null}""", $$"""{"user_id":"{{manager.UserId}}"}""",
            $$"""{"owner_user_id":"{{manager.UserId}}"}"""])
            (await manager.Patch($"{people}/{id}", body)).IsRefused(403, "consent_required");
        (await bound.Patch($"{people}/{id}", $$"""{"user_id":"{{manager.UserId}}"}"""))
            .IsRefused(403, "consent_required");

        Assert.Null((await bound.Patch($"{people}/{id}", """{"user_id":null}""")).Is(200)["user_id"]);
        (await bound.Patch($"{people}/{id}", $$"""{"user_id":"{{bound.UserId}}"}""")).Is(200);
        Assert.Null((await _app.Admin.Patch($"{people}/{id}", """{"user_id":null}""")).Is(200)["user_id"]);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task An_organisation_is_left_by_its_managers_decision_and_never_by_ones_own(string people)
    {
        var (house, other) = (await GivenAnOrganisation(), await GivenAnOrganisation());
        var (manager, stranger) = (await _app.As(Roles.Manager, house), await _app.As(Roles.Manager, other));
        var owner = await _app.As(Roles.Provider);
        var id = await GivenAPerson(people, house, userId: owner.UserId, ownerUserId: owner.UserId);
        const string Leave = """{"organisation_id":null}""";

        (await owner.Patch($"{people}/{id}", Leave)).IsRefused(403, "forbidden");
        (await owner.Patch($"{people}/{id}", new { organisation_id = other })).IsRefused(403, "forbidden");
        (await stranger.Patch($"{people}/{id}", Leave)).IsRefused(404, "not_found");
        (await manager.Patch($"{people}/{id}", new { organisation_id = other })).IsRefused(403, "forbidden");
        var left = (await manager.Patch($"{people}/{id}", Leave)).Is(200);

        Assert.Null(left["organisation_id"]);
        Assert.Equal(owner.UserId, (string?)left["owner_user_id"]);
        (await manager.Patch($"{people}/{id}", """{"first_name":"b"}""")).IsRefused(404, "not_found");
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task A_manager_takes_nobody_of_the_organisation_private(string people)
    {
        var manager = await _app.As(Roles.Manager | Roles.Provider, await GivenAnOrganisation());
        var own = (await manager.Post(people, new { first_name = "a" })).Is(201).Id;

        (await manager.Patch($"{people}/{own}", """{"organisation_id":null}""")).IsRefused(403, "forbidden");

        Assert.Null((await _app.Admin.Patch($"{people}/{own}", """{"organisation_id":null}""")).Is(200)
            ["organisation_id"]);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task An_organisation_is_joined_by_its_manager_and_the_owner_together(string people)
    {
        var house = await GivenAnOrganisation();
        var owner = await _app.As(Roles.Provider);
        var both = await _app.As(Roles.Manager | Roles.Provider, house);
        var (owned, managers) = (
            await GivenAPerson(people, null, null, owner.UserId), await GivenAPerson(people, null, null, both.UserId));

        foreach (var organisation in (long[])[house, 999_999])
            (await owner.Patch($"{people}/{owned}", new { organisation_id = organisation }))
                .IsRefused(403, "forbidden");
        (await both.Patch($"{people}/{owned}", new { organisation_id = house })).IsRefused(404, "not_found");

        var joined = await both.Patch($"{people}/{managers}", new { organisation_id = house });
        Assert.Equal(house, (long)joined.Is(200)["organisation_id"]!);
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task A_provider_binds_to_themselves_only(string people)
    {
        var provider = await _app.As(Roles.Provider);
        var organisation = await GivenAnOrganisation();

        var own = await provider.Post(people, new { first_name = "a", user_id = provider.UserId });
        var joined = await provider.Post(people, new { first_name = "a", organisation_id = organisation });

        Assert.Equal(provider.UserId, (string?)own.Is(201)["owner_user_id"]);
        Assert.Null(own["organisation_id"]);
        joined.IsRefused(403, "forbidden");
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task An_owner_changes_names_and_gives_nothing_away(string people)
    {
        var (provider, other) = (await _app.As(Roles.Provider), await _app.As(Roles.Client));
        var own = (await provider.Post(people, new { first_name = "a" })).Is(201).Id;
        var managed = await GivenAPerson(people, await GivenAnOrganisation(), null, provider.UserId);

        var renamed = await provider.Put($"{people}/{own}", Changed());
        var renamedManaged = await provider.Put($"{people}/{managed}", Changed());
        var becomesMe = await provider.Put($"{people}/{own}", Changed(userId: provider.UserId));
        var givenAway = await provider.Put($"{people}/{own}", Changed(ownerUserId: other.UserId));

        renamed.Is(200);
        renamedManaged.Is(200);
        becomesMe.Is(200);
        givenAway.IsRefused(403, "consent_required");
    }

    [Fact]
    public async Task A_client_enters_themselves_once_and_nobody_else()
    {
        var (visitor, clientId) = await _app.GivenAClientUser();
        var other = await _app.As(Roles.Client);

        var again = await visitor.Post("/v1/clients", new { first_name = "a" });
        var forOther = await visitor.Post("/v1/clients", new { first_name = "a", user_id = other.UserId });
        var own = await visitor.Get($"/v1/clients/{clientId}");

        again.IsRefused(409, "user_taken");
        forOther.IsRefused(403, "consent_required");
        Assert.Equal(visitor.UserId, (string?)own.Is(200)["user_id"]);
        Assert.Equal(visitor.UserId, (string?)own["owner_user_id"]);
    }

    [Fact]
    public async Task A_client_who_enters_a_provider_owns_it()
    {
        var client = await _app.As(Roles.Client);

        var provider = await _app.GivenAProvider(client);
        var changed = await client.Put($"/v1/providers/{provider}", Changed());
        var stranger = await (await _app.As(Roles.Client)).Put($"/v1/providers/{provider}", Changed());

        Assert.Equal(client.UserId, (string?)changed.Is(200)["owner_user_id"]);
        stranger.IsRefused(404, "not_found");
    }

    async Task<long> GivenAnOrganisation() =>
        (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;

    async Task<long> GivenAPerson(string people, long? organisation, string? userId, string ownerUserId) =>
        (await _app.Admin.Post(people, new
        {
            first_name = "a",
            user_id = userId,
            owner_user_id = ownerUserId,
            organisation_id = organisation,
        })).Is(201).Id;

    static object Changed(string? userId = null, string? ownerUserId = null) => new
    {
        first_name = "b",
        last_name = "",
        time_zone = "UTC",
        user_id = userId,
        owner_user_id = ownerUserId,
    };
}

public sealed class BindingTestsOnSqlite(SqliteApp app) : BindingTests(app), IClassFixture<SqliteApp>;

public sealed class BindingTestsOnPostgres(PostgresApp app) : BindingTests(app), IClassFixture<PostgresApp>;
