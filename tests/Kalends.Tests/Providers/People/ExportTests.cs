using System.Text.Json.Nodes;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Providers.People;

/// <summary>Everything that is held about a person, as one document.</summary>
public abstract class ExportTests
{
    readonly TestApp _app;

    protected ExportTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Every_text_of_every_table_is_known_to_be_about_people_or_not()
    {
        var known = PersonalColumns.Exported.Concat(PersonalColumns.ExportedOfProviders)
            .Concat(PersonalColumns.Copied).Concat(PersonalColumns.CopiedOfProviders)
            .Concat(PersonalColumns.Ids).Concat(PersonalColumns.Others)
            .Concat(PersonalColumns.Words).ToList();
        var found = await PersonalColumns.In(_app);

        Assert.Equal(known.Count, known.Distinct().Count());
        Assert.Empty(found.Except(known));
        Assert.Empty(known.Except(found).Except(["month_total_deltas.currency"]));
    }

    [Fact]
    public async Task An_export_has_every_text_about_the_person_and_no_copy_of_it()
    {
        var world = await PersonWorld.Make(_app, isProvider: true);

        var own = (await world.Visitor.Get("/v1/me/export")).Is(200);
        var exports = new[]
        {
            own, (await _app.Admin.Get($"/v1/clients/{world.ClientId}/export")).Is(200),
            (await _app.Admin.Get($"/v1/users/{world.Visitor.UserId}/export")).Is(200),
            (await _app.Admin.Get($"/v1/providers/{world.ProviderId}/export")).Is(200),
        };

        // The address in the texts of others is the contact's.
        var texts = PersonalColumns.Exported.Concat(PersonalColumns.ExportedOfProviders)
            .Except(["event_texts.email"]).ToList();
        var copies = PersonalColumns.Copied.Concat(PersonalColumns.CopiedOfProviders).ToList();
        Assert.All(exports, export =>
        {
            Assert.Empty(texts.Where(text => !Has(export, text)));
            Assert.Empty(copies.Where(text => Has(export, text)));
            Assert.Equal(world.ClientId, (long)export["client_id"]!);
            Assert.Equal(world.ProviderId, (long)export["provider_id"]!);
            Assert.Equal(world.Visitor.UserId, (string)export["user_id"]!);
        });
        Assert.Equal("application/json", own.Headers["Content-Type"]);

        static bool Has(Answer export, string column) =>
            export.Text.Contains(PersonWorld.MarkOf(column), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_a_client_alone_has_nothing_of_others()
    {
        var (one, other) = (await _app.GivenAClient(), await _app.GivenAClient());
        var provider = await _app.GivenAProvider();
        var slot = await _app.GivenSlots(provider);
        var (booked, _) = (await _app.GivenABooking(slot, one), await _app.GivenABooking(slot + 1, other));

        var export = (await _app.Admin.Get($"/v1/clients/{one}/export")).Is(200);

        Assert.Null(export["user_id"]);
        Assert.Equal([one], Ids("clients"));
        Assert.Equal([booked], Ids("reservations"));
        Assert.Equal(["export"], Rows("client_reads").Select(row => (string)row!["kind"]!));
        Assert.Empty(Rows("providers"));
        Assert.Equal(_app.Clock.GetUtcNow().Text(), (string)Rows("clients")[0]!["created_at"]!);

        JsonArray Rows(string name) => export["sections"]!.AsArray()
            .Single(section => (string)section!["name"]! == name)!["rows"]!.AsArray();

        IEnumerable<long> Ids(string name) => Rows(name).Select(row => (long)row!["id"]!);
    }

    [Fact]
    public async Task Nobody_is_exported_who_is_not_there()
    {
        (await _app.Admin.Get("/v1/clients/999999/export")).IsRefused(404, "not_found");
        (await _app.Admin.Get("/v1/providers/999999/export")).IsRefused(404, "not_found");
        (await _app.Admin.Get($"/v1/users/{Guid.NewGuid()}/export")).IsRefused(404, "not_found");
    }
}

public sealed class ExportTestsOnSqlite(SqliteApp app) : ExportTests(app), IClassFixture<SqliteApp>;

public sealed class ExportTestsOnPostgres(PostgresApp app) : ExportTests(app), IClassFixture<PostgresApp>;
