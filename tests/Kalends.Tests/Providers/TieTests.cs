using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers;

/// <summary>Who may bind a provider or a client to whom.</summary>
public abstract class TieTests
{
    readonly TestApp _app;

    protected TieTests(TestApp app)
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
    public async Task A_manager_binds_others_inside_their_organisation(string people)
    {
        var organisation = await GivenAnOrganisation();
        var (manager, user) = (await _app.As(Roles.Manager, organisation), await _app.As(Roles.Provider));

        var made = await manager.Post(
            people, new { first_name = "a", user_id = user.UserId, owner_user_id = user.UserId });
        var elsewhere = await manager.Post(
            people, new { first_name = "a", organisation_id = await GivenAnOrganisation() });

        Assert.Equal(organisation, (long)made.Is(201)["organisation_id"]!);
        Assert.Equal(user.UserId, (string?)made["owner_user_id"]);
        elsewhere.IsRefused(403, "forbidden");
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task A_provider_binds_to_themselves_only(string people)
    {
        var (provider, other) = (await _app.As(Roles.Provider), await _app.As(Roles.Client));
        var organisation = await GivenAnOrganisation();

        var own = await provider.Post(people, new { first_name = "a", user_id = provider.UserId });
        var others = await provider.Post(people, new { first_name = "a", user_id = other.UserId });
        var given = await provider.Post(people, new { first_name = "a", owner_user_id = other.UserId });
        var joined = await provider.Post(people, new { first_name = "a", organisation_id = organisation });

        Assert.Equal(provider.UserId, (string?)own.Is(201)["owner_user_id"]);
        Assert.Null(own["organisation_id"]);
        foreach (var refused in (Answer[])[others, given, joined])
            refused.IsRefused(403, "forbidden");
    }

    [Theory]
    [InlineData("/v1/providers")]
    [InlineData("/v1/clients")]
    public async Task An_owner_changes_names_and_not_to_whom_a_person_belongs(string people)
    {
        var (provider, other) = (await _app.As(Roles.Provider), await _app.As(Roles.Client));
        var organisation = await GivenAnOrganisation();
        var own = (await provider.Post(people, new { first_name = "a" })).Is(201).Id;
        var managed = (await _app.Admin.Post(people, new
        {
            first_name = "a",
            owner_user_id = provider.UserId,
            organisation_id = organisation,
        })).Is(201).Id;

        var renamed = await provider.Put($"{people}/{own}", Changed());
        var renamedManaged = await provider.Put($"{people}/{managed}", Changed());
        var becomesMe = await provider.Put($"{people}/{own}", Changed(userId: provider.UserId));
        var givenAway = await provider.Put($"{people}/{own}", Changed(ownerUserId: other.UserId));
        var claimed = await provider.Put($"{people}/{managed}", Changed(userId: provider.UserId));

        renamed.Is(200);
        renamedManaged.Is(200);
        becomesMe.Is(200);
        givenAway.IsRefused(403, "forbidden");
        claimed.IsRefused(403, "forbidden");
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
        forOther.IsRefused(403, "forbidden");
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

    static object Changed(string? userId = null, string? ownerUserId = null) => new
    {
        first_name = "b",
        last_name = "",
        time_zone = "UTC",
        user_id = userId,
        owner_user_id = ownerUserId,
    };
}

public sealed class TieTestsOnSqlite(SqliteApp app) : TieTests(app), IClassFixture<SqliteApp>;

public sealed class TieTestsOnPostgres(PostgresApp app) : TieTests(app), IClassFixture<PostgresApp>;
