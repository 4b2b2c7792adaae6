using Kalends.Messages;
using Kalends.Messages.Templates;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Messages;

/// <summary>Organisations write their own messages.</summary>
public abstract class TemplateTests
{
    readonly TestApp _app;

    protected TemplateTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task An_organisation_writes_its_own_message_and_returns_to_the_shipped_one()
    {
        await using var mail = new MailServer();
        await using var running = await _app.SendsMail(mail);
        var (manager, path) = await GivenAnOrganisation("confirmation/en");
        var client = (await manager.Post("/v1/clients", new { first_name = "<i>Ada", last_name = "L" })).Is(201).Id;
        var address = await _app.GivenAnAddress(mail, client);
        var provider = (await manager.Post("/v1/providers", new { first_name = "Grace", last_name = "H" })).Is(201).Id;
        var slot = await _app.GivenSlots(provider);

        Assert.True((bool)(await manager.Get(path)).Is(200)["shipped"]!);
        (await manager.Put(path, new
        {
            subject = "{{ organisation }}: {{ date }}",
            text = "Dear {{ name }}{% if place %}, {{ place }}{% endif %}",
            html = "<h1>Dear {{ name | upcase }}</h1>",
        })).Is(200);
        await _app.GivenABooking(slot, client);
        await _app.Round();
        var removed = (await manager.Delete(path)).Is(200);

        var told = mail.To(address)[^1];
        Assert.StartsWith("Clinic ", told.Subject, StringComparison.Ordinal);
        Assert.StartsWith("Dear <i>Ada L", told.TextBody, StringComparison.Ordinal);
        Assert.Equal("<h1>Dear &lt;I&gt;ADA L</h1>", told.HtmlBody!.Trim());
        Assert.True((bool)removed["shipped"]!);
        Assert.True((bool)(await manager.Get(path)).Is(200)["shipped"]!);
    }

    [Theory]
    [InlineData("Hello {{ name", "template")]
    [InlineData("{% for i in (1..1000000) %}x{% endfor %}", "template")]
    [InlineData("{% assign name = 'x' %}", "template")]
    [InlineData("{% include 'x' %}", "template")]
    [InlineData("{{ name.size }}", "template")]
    [InlineData("{{ name | raw }}", "template")]
    [InlineData("{{ name | append: name }}", "template")]
    [InlineData("{{ nmae }} {% if colour == 'red' %}x{% endif %}", "unknown_variable")]
    [InlineData("{{ reset_link }}", "unknown_variable")]
    public async Task A_template_that_cannot_be_filled_in_is_not_stored(string text, string code)
    {
        var (manager, path) = await GivenAnOrganisation("confirmation/de");

        var refused = await manager.Put(path, new { subject = "x", text });

        Assert.Equal([$"/text {code}"], refused.IsRefused(422, "invalid_input").Errors);
        if (text.Contains("nmae", StringComparison.Ordinal))
            Assert.Contains("uses colour, nmae", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_shows_samples_and_stores_nothing()
    {
        var (manager, path) = await GivenAnOrganisation("reminder/sv");

        var shipped = (await manager.Post($"{path}/preview", new { })).Is(200);
        var given = (await manager.Post(
            $"{path}/preview", new { template = new { subject = "{{ time }}", text = "See https://a.example/b & c" } }))
            .Is(200);

        Assert.Equal("Påminnelse: måndag 7 januari 2030 kl. 10:00, Grace Hopper", (string)shipped["subject"]!);
        Assert.Equal("10:00", (string)given["subject"]!);
        Assert.Contains(
            "<p>See <a href=\"https://a.example/b\">https://a.example/b</a> &amp; c</p>", (string)given["html"]!,
            StringComparison.Ordinal);
        Assert.Equal(0, (long)(await manager.Get(path))["version"]!);
    }

    [Fact]
    public async Task A_template_is_changed_from_a_known_version_and_seen_by_its_organisation()
    {
        var (manager, path) = await GivenAnOrganisation("change/en");
        var (other, _) = await GivenAnOrganisation("change/en");

        var known = (await manager.Get(path)).Headers["ETag"];
        var first = (await manager.Put(path, new { subject = "a", text = "b" }, known)).Is(200);
        (await manager.Put(path, new { subject = "c", text = "d" }, known)).IsRefused(412, "precondition_failed");

        Assert.Equal(1, (long)first["version"]!);
        (await other.Get(path)).IsRefused(404, "not_found");
        (await other.Put(path, new { subject = "a", text = "b" })).IsRefused(404, "not_found");
        (await other.Delete(path)).IsRefused(404, "not_found");
        (await other.Post($"{path}/preview", new { })).IsRefused(404, "not_found");
    }

    async Task<(Visitor Manager, string Path)> GivenAnOrganisation(string template)
    {
        var organisation = (await _app.Admin.Post(
            "/v1/organisations", new { name = $"Clinic {Guid.NewGuid()}" })).Is(201).Id;
        return (await _app.As(Roles.Manager, organisation),
            $"/v1/organisations/{organisation}/message-templates/{template}");
    }
}

public sealed class TemplateTestsOnSqlite(SqliteApp app) : TemplateTests(app), IClassFixture<SqliteApp>;

public sealed class TemplateTestsOnPostgres(PostgresApp app) : TemplateTests(app), IClassFixture<PostgresApp>;

/// <summary>The messages that come with the product.</summary>
public sealed class ShippedTemplateTests
{
    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var kind in Enum.GetValues<MessageKind>())
                foreach (var language in Enum.GetValues<MessageLanguage>())
                    all.Add(kind.ToString(), language.ToString());
            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task Each_kind_is_there_in_each_language_with_values_that_it_has(
        string kindName, string languageName)
    {
        var (kind, language) = (Enum.Parse<MessageKind>(kindName), Enum.Parse<MessageLanguage>(languageName));
        var template = ShippedTemplates.Of(kind, language);
        new TemplateInput(template.Subject, template.Text).Check(kind);

        var filled = await template.Fill(TemplateValues.Sample(kind, language));

        Assert.DoesNotContain("{", filled.Subject + filled.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n\n", filled.Text, StringComparison.Ordinal);
        if (TemplateValues.Of(kind).Contains("unsubscribe_link"))
            Assert.Contains("/unsubscribe/", filled.Text, StringComparison.Ordinal);
    }
}
