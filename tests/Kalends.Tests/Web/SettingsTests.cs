using System.Net;
using System.Text.RegularExpressions;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Web;

/// <summary>The settings in the console, without a browser's screen.</summary>
public abstract partial class SettingsTests
{
    const string Users = "/console/settings/users";
    const string Keys = "/console/settings/api-keys";
    const string Accounts = "/console/settings/service-accounts";
    const string Webhooks = "/console/settings/webhooks";

    readonly TestApp _app;

    protected SettingsTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task A_user_is_created_changed_disabled_and_enabled_and_gets_a_new_password()
    {
        using var admin = await SignedIn(Roles.Admin);
        var name = $"nora{Guid.NewGuid():N}"[..16];

        var created = (await admin.SendForm(
            (await admin.Get(Users)).Is(200), Users, ("username", name), ("password", Practice.Password),
            ("roles", "client"), ("roles", "accountant"))).Is(303);
        var path = created.Headers["Location"];
        var page = (await admin.Get(path)).Is(200);
        var inAnotherTab = (await admin.Get(path)).Is(200);
        (await admin.SendForm(page, path, ("roles", "accountant"))).Is(303);
        var stale = (await admin.SendForm(inAnotherTab, path, ("roles", "admin"))).Is(412);
        (await admin.SendForm(page, $"{path}/disable")).Is(303);
        var disabled = (await admin.Get(path)).Is(200);
        var shutOut = await SignIn(name, Practice.Password);
        (await admin.SendForm(disabled, $"{path}/enable")).Is(303);
        var shown = (await admin.SendForm((await admin.Get(path)).Is(200), $"{path}/password")).Is(200);
        var password = Shown(Password(), shown);

        Assert.Equal(["accountant"], (await _app.Admin.Get($"/v1{path["/console/settings".Length..]}"))["roles"]!
            .AsArray().Select(role => (string)role!));
        Assert.Contains("role=\"alert\"", stale.Text, StringComparison.Ordinal);
        Assert.Equal(401, shutOut.Status);
        (await SignIn(name, Practice.Password)).Is(401);
        (await SignIn(name, password)).Is(303);
        Assert.DoesNotContain(password, (await admin.Get(path)).Text, StringComparison.Ordinal);
        // Nothing refers to the user but the log, so a deletion may be refused.
        Assert.Contains((await admin.SendForm(disabled, $"{path}/delete")).Status, (int[])[303, 409]);
    }

    [Fact]
    public async Task A_refused_password_is_not_sent_back()
    {
        using var admin = await SignedIn(Roles.Admin);
        const string bad = "password1";

        var refused = (await admin.SendForm(
            (await admin.Get(Users)).Is(200), Users, ("username", "somebody new"), ("password", bad),
            ("roles", "client"))).Is(422);

        Assert.DoesNotContain(bad, refused.Text, StringComparison.Ordinal);
        Assert.Contains("somebody new", refused.Text, StringComparison.Ordinal);
        Assert.Contains("class=\"fault\"", refused.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"client\" checked", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_shown_once_renewed_and_revoked()
    {
        using var provider = await SignedIn(Roles.Provider);

        var made = (await provider.SendForm(
            (await provider.Get(Keys)).Is(200), Keys, ("name", "calendar sync"), ("scopes", "scheduling:read"),
            ("scopes", "accounts:read"))).Is(200);
        var secret = Shown(Secret(), made);
        var path = KeyLinks().Match(made.Text).Groups[1].Value;
        var page = (await provider.Get(path)).Is(200);
        var renewed = (await provider.SendForm(page, $"{path}/rotate", ("grace_seconds", "0"))).Is(200);
        var next = Shown(Secret(), renewed);

        Assert.NotEqual(secret, next);
        Assert.DoesNotContain(secret, page.Text, StringComparison.Ordinal);
        (await _app.Nobody.With(secret).Get("/v1/me")).Is(401);
        (await _app.Nobody.With(next).Get("/v1/me")).Is(200);
        (await provider.SendForm(page, $"{path}/revoke")).Is(303);
        (await _app.Nobody.With(next).Get("/v1/me")).Is(401);
        Assert.Contains("revoked", (await provider.Get(path)).Text, StringComparison.Ordinal);
        using var stranger = await SignedIn(Roles.Provider);
        (await stranger.Get(path)).Is(404);
        (await provider.SendForm(await provider.Get(Keys), Keys, ("name", "x"), ("scopes", "nonsense"))).Is(422);
    }

    [Fact]
    public async Task A_manager_keeps_the_service_accounts_of_their_organisation()
    {
        var (house, _) = await _app.GivenAnOrganisation();
        using var manager = await SignedIn(Roles.Manager, house);
        var name = $"robot{Guid.NewGuid():N}"[..16];

        var page = (await manager.Get(Accounts)).Is(200);
        (await manager.SendForm(page, Accounts, ("name", name), ("roles", "admin"))).Is(422);
        (await manager.SendForm(page, Accounts, ("name", name), ("roles", "provider"))).Is(303);
        var list = (await manager.Get(Accounts)).Is(200);
        var end = Ends().Match(list.Text).Groups[1].Value;
        var forKeys = (await manager.Get(Keys)).Is(200);
        (await manager.SendForm(list, end)).Is(303);

        Assert.DoesNotContain("value=\"admin\"", page.Text, StringComparison.Ordinal);
        Assert.Contains(name, forKeys.Text, StringComparison.Ordinal);
        Assert.Contains("disabled", (await manager.Get(Accounts)).Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(Ends(), (await manager.Get(Accounts)).Text);
    }

    [Fact]
    public async Task A_webhook_is_created_tested_paused_resumed_and_deleted()
    {
        using var provider = await SignedIn(Roles.Provider);

        var made = (await provider.SendForm(
            (await provider.Get(Webhooks)).Is(200), Webhooks, ("url", "https://hooks.example.org/kalends"),
            ("description", "our ledger"), ("kinds", "care_event.* reservation.held"))).Is(200);
        var path = HookLinks().Match(made.Text).Groups[1].Value;
        var page = (await provider.Get(path)).Is(200);
        var inAnotherTab = (await provider.Get(path)).Is(200);
        var delivery = (await provider.SendForm(page, $"{path}/test")).Is(303).Headers["Location"];
        var sent = (await provider.Get(delivery)).Is(200);
        (await provider.SendForm(page, $"{path}/pause")).Is(303);
        var paused = (await provider.Get(path)).Is(200);
        var tried = (await provider.SendForm(inAnotherTab, $"{path}/test")).Is(409);
        (await provider.SendForm(paused, $"{path}/resume")).Is(303);
        var renewed = (await provider.SendForm(page, $"{path}/secret")).Is(200);

        Assert.Contains("whsec_", made.Text, StringComparison.Ordinal);
        Assert.Contains("whsec_", renewed.Text, StringComparison.Ordinal);
        Assert.Contains("care_event.*, reservation.held", page.Text, StringComparison.Ordinal);
        Assert.Contains("webhook.test", sent.Text, StringComparison.Ordinal);
        Assert.Contains($"{path}/resume", paused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{path}/pause", paused.Text, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", tried.Text, StringComparison.Ordinal);
        Assert.Contains(delivery, (await provider.Get($"{path}?state=waiting")).Text, StringComparison.Ordinal);
        (await provider.SendForm(page, $"{path}/delete")).Is(303);
        (await provider.Get(path)).Is(404);
        (await provider.SendForm((await provider.Get(Webhooks)).Is(200), Webhooks, ("url", "ftp://x"))).Is(422);
    }

    [Fact]
    public async Task The_settings_lead_only_to_what_their_reader_may_see()
    {
        using var admin = await SignedIn(Roles.Admin);
        using var accountant = await SignedIn(Roles.Accountant);

        var all = (await admin.Get("/console/settings")).Is(200);
        var few = (await accountant.Get("/console/settings")).Is(200);
        var health = (await admin.Get("/console/settings/health")).Is(200);

        Assert.Contains(Users, all.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Users, few.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Webhooks, few.Text, StringComparison.Ordinal);
        Assert.Contains(Keys, few.Text, StringComparison.Ordinal);
        // The clock of the test is far from that of the database.
        Assert.Contains("/readyz: This clock", health.Text, StringComparison.Ordinal);
        Assert.Contains("kalends.", health.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organisation_is_created()
    {
        using var admin = await SignedIn(Roles.Admin);
        var name = $"Clinic {Guid.NewGuid()}";
        const string path = "/console/settings/organisations";

        var page = (await admin.Get(path)).Is(200);
        (await admin.SendForm(page, path, ("name", name))).Is(303);

        (await admin.SendForm((await admin.Get(path)).Is(200), path, ("name", name))).Is(409);
        Assert.Contains(
            name, (await _app.Admin.Get("/v1/organisations?limit=100")).Is(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_opens_the_organisation_to_all_names_its_sites_and_hides_somebody()
    {
        var organisation = (await _app.Admin.Post("/v1/organisations", new { name = Guid.NewGuid() })).Is(201).Id;
        async Task<long> GivenOne(string name) => (await _app.Admin.Post(
            "/v1/providers", new { name, organisation_id = organisation })).Is(201).Id;
        var (ada, grace) = (await GivenOne("Ada of the house"), await GivenOne("Grace of the house"));
        using var manager = await SignedIn(Roles.Manager, organisation);
        const string path = "/console/settings/publication";
        async Task<Answer> Page() => (await manager.Get(path)).Is(200);
        async Task<(int, int)> Seen() => (
            (await _app.Nobody.Get($"/v1/providers/{ada}")).Status,
            (await _app.Nobody.Get($"/v1/providers/{grace}")).Status);

        var first = await Page();
        var wrong = await manager.SendForm(first, path, ("published", "true"), ("embed_origins", "clinic.example"));
        (await manager.SendForm(first, path, ("published", "true"), ("embed_origins", "https://clinic.example")))
            .Is(303);
        var open = await Seen();
        (await manager.SendForm(await Page(), $"{path}/{grace}/hide")).Is(303);
        var hidden = await Seen();
        var page = await Page();
        (await manager.SendForm(page, $"{path}/{grace}/follow")).Is(303);

        Assert.Contains("This is not valid.", wrong.Is(422).Text, StringComparison.Ordinal);
        Assert.Equal(((200, 200), (200, 404), (200, 200)), (open, hidden, await Seen()));
        Assert.Contains("value=\"https://clinic.example\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("Grace of the house", page.Text, StringComparison.Ordinal);
        Assert.Contains(path, (await manager.Get("/console/settings")).Is(200).Text, StringComparison.Ordinal);
        using var provider = await SignedIn(Roles.Provider);
        (await provider.Get(path)).Is(403);
    }

    async Task<PageVisitor> SignedIn(Roles roles, long? organisationId = null)
    {
        var visitor = new PageVisitor(_app);
        (await visitor.SignIn(await _app.GivenAUserWithPassword(roles, organisationId), Practice.Password)).Is(303);
        return visitor;
    }

    async Task<Answer> SignIn(string username, string password)
    {
        using var visitor = new PageVisitor(_app);
        return await visitor.SignIn(username, password);
    }

    static string Shown(Regex what, Answer page) => WebUtility.HtmlDecode(what.Match(page.Text).Groups[1].Value);

    [GeneratedRegex("<dt>Password</dt>\\s*<dd>([^<]+)</dd>")]
    private static partial Regex Password();

    [GeneratedRegex("<dt>Secret</dt>\\s*<dd>([^<]+)</dd>")]
    private static partial Regex Secret();

    [GeneratedRegex("\"(/console/settings/api-keys/\\d+)\"")]
    private static partial Regex KeyLinks();

    [GeneratedRegex("\"(/console/settings/webhooks/\\d+)\"")]
    private static partial Regex HookLinks();

    [GeneratedRegex("\"(/console/settings/service-accounts/[^/\"]+/disable)\"")]
    private static partial Regex Ends();
}

public sealed class SettingsTestsOnSqlite(SqliteApp app) : SettingsTests(app), IClassFixture<SqliteApp>;

public sealed class SettingsTestsOnPostgres(PostgresApp app) : SettingsTests(app), IClassFixture<PostgresApp>;
