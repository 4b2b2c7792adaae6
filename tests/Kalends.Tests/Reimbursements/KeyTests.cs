using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

/// <summary>Whose a source_key is: an organisation's, or a caregiver's who has none, and never a caller's.</summary>
public abstract class KeyTests
{
    readonly TestApp _app;

    protected KeyTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Two_accountants_who_import_one_file_register_it_once()
    {
        var (house, manager) = await _app.GivenAnOrganisation();
        var type = await _app.GivenAnEventType();
        foreach (var organisation in (long?[])[house, null])
        {
            var body = Care(await _app.GivenACaregiver(organisation), type);

            var first = await (await _app.AnAccountant()).Post("/v1/care-events", body);
            var second = await (await _app.AnAccountant()).Post("/v1/care-events", body);

            Assert.Equal(first.Is(201).Text, second.Is(201).Text);
            Assert.Equal("true", second.Headers["Idempotent-Replayed"]);
        }
        Assert.Single((await manager.Get("/v1/care-events")).Is(200)["items"]!.AsArray());
    }

    [Fact]
    public async Task A_file_that_is_sent_again_after_its_caregiver_has_moved_is_registered_once()
    {
        var (before, after) = (await _app.GivenAnOrganisation(), await _app.GivenAnOrganisation());
        var caregiver = await _app.GivenACaregiver(before.Id);
        var body = Care(caregiver, await _app.GivenAnEventType());
        var accountant = await _app.AnAccountant();
        var first = (await accountant.Post("/v1/care-events", body)).Is(201);

        await _app.Move(caregiver, after.Id);
        var again = await accountant.Post("/v1/care-events", body);
        await _app.Move(caregiver, null);
        var alone = await accountant.Post("/v1/care-events", body);

        Assert.Equal([first.Text, first.Text], [again.Is(201).Text, alone.Is(201).Text]);
        Assert.Equal(before.Id, (long)first["organisation_id"]!);
        Assert.Equal(first.Text, (await before.Manager.Post("/v1/care-events", body)).Is(201).Text);
        // Whoever may not see it is told neither of what nor where it is.
        await _app.Move(caregiver, after.Id);
        var hidden = (await after.Manager.Post("/v1/care-events", body)).IsRefused(409, "source_key_taken");
        Assert.Null(hidden["differing"]);
    }

    [Fact]
    public async Task Keys_of_another_organisation_are_not_told_and_stand_in_nobodys_way()
    {
        var type = await _app.GivenAnEventType();
        var (one, other) = (await _app.GivenAnOrganisation(), await _app.GivenAnOrganisation());
        var owner = await _app.As(Roles.Provider);
        var alone = new[] { await _app.GivenACaregiver(null, owner), await _app.GivenACaregiver(null, owner) };
        var (ones, others) = (await _app.GivenACaregiver(one.Id), await _app.GivenACaregiver(other.Id));
        var source = $"{Guid.NewGuid()}";

        foreach (var (visitor, caregiver) in new[]
        {
            (one.Manager, ones), (other.Manager, others), (owner, alone[0]), (owner, alone[1]),
        })
            (await visitor.Post("/v1/care-events", Care(caregiver, type, source))).Is(201);

        foreach (var (visitor, caregiver) in new[] { (one.Manager, others), (owner, ones), (other.Manager, alone[0]) })
            (await visitor.Post("/v1/care-events", Care(caregiver, type, source)))
                .IsRefused(403, "forbidden");
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task Within_an_organisation_a_key_is_one_care_event_and_only_who_sees_it_is_told_which()
    {
        var type = await _app.GivenAnEventType();
        var (house, manager) = await _app.GivenAnOrganisation();
        var (owner, colleague) = (await _app.As(Roles.Provider), await _app.As(Roles.Provider));
        var (own, others) = (
            await _app.GivenACaregiver(house, owner), await _app.GivenACaregiver(house, colleague));
        var source = $"{Guid.NewGuid()}";
        (await owner.Post("/v1/care-events", Care(own, type, source))).Is(201);
        var taken = Care(others, type, source);

        var told = (await manager.Post("/v1/care-events", taken)).IsRefused(409, "source_key_taken");
        var untold = (await colleague.Post("/v1/care-events", taken)).IsRefused(409, "source_key_taken");

        Assert.Equal(["caregiver_id"], told["differing"]!.AsArray().Select(name => (string)name!));
        Assert.Null(untold["differing"]);
    }

    [Fact]
    public async Task A_deleted_caregiver_is_there_for_whom_they_belonged_to_and_for_nobody_else()
    {
        var type = await _app.GivenAnEventType();
        var (owner, stranger) = (await _app.As(Roles.Provider), await _app.As(Roles.Provider));
        var caregiver = await _app.GivenACaregiver(null, owner);
        (await owner.Delete($"/v1/providers/{caregiver}")).Is(200);

        (await stranger.Register(_app, caregiver, type)).IsRefused(404, "not_found");
        (await owner.Register(_app, caregiver, type)).Is(201);
    }

    object Care(long caregiver, long type, string? source = null) => new
    {
        caregiver_id = caregiver,
        event_type_id = type,
        starts_at = _app.Clock.GetUtcNow().AddHours(-1).Text(),
        source = source ?? $"{Guid.NewGuid()}",
        source_key = "7",
    };
}

public sealed class KeyTestsOnSqlite(SqliteApp app) : KeyTests(app), IClassFixture<SqliteApp>;

public sealed class KeyTestsOnPostgres(PostgresApp app) : KeyTests(app), IClassFixture<PostgresApp>;
