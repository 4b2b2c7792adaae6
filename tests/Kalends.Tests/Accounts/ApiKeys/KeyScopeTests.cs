using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Kalends.Web.Frame;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static Kalends.Tests.Accounts.AccessTable;
using Route = Kalends.Platform.Http.Route;

namespace Kalends.Tests.Accounts.ApiKeys;

/// <summary>A key may do what its user may, as far as its scopes go, and no more.</summary>
public abstract class KeyScopeTests
{
    /// <summary>The POSTs that a key may use that only reads: queries.</summary>
    static readonly string[] Queries =
    [
        "POST /events/report", "POST /v1/appointments/search",
        "POST /v1/organisations/{organisation_id}/message-templates/{kind}/{language}/preview",
        "POST /v1/providers/recommend",
        "POST /v1/providers/search", "POST /v1/reports/reimbursements", "POST /v1/slots/search",
        "POST /v1_0/service-providers", "POST /v1_0/service-providers/recommend",
    ];

    readonly TestApp _app;

    protected KeyScopeTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public void A_scope_of_reading_opens_what_reads_and_nothing_else()
    {
        var read = ByScope().Where(route => route.Scope.Word.EndsWith(":read", StringComparison.Ordinal)).ToList();

        Assert.Equal(Queries, read.Where(route => route.Method != "GET").Select(NameOf).Order(StringComparer.Ordinal));
        Assert.Equal(
            ByScope().Where(route => route.Method == "GET").Select(NameOf).Order(),
            read.Where(route => route.Method == "GET").Select(NameOf).Order());
    }

    [Fact]
    public void Every_scope_is_one_that_keys_can_have()
    {
        var words = ByScope().Select(route => route.Scope.Word).Distinct().Order();

        Assert.Equal(_app.AllScopes().Order(), words);
    }

    [Fact]
    public void A_field_needs_the_scope_of_its_module_to_read_or_to_change()
    {
        var schema = Graphs.OfAllModules(_app.Services).Build();
        static IEnumerable<string> Words(ObjectType type) =>
            type.Fields.Values.Select(field => ((FieldAccess)field.Requirement!).OfKeys.Word);

        Assert.All(Words((ObjectType)schema.Types["Mutation"]), word => Assert.EndsWith(":write", word));
        Assert.All(Words((ObjectType)schema.Types["Query"]), word => Assert.EndsWith(":read", word));
        Assert.All(Words((ObjectType)schema.Types["Subscription"]), word => Assert.EndsWith(":read", word));
    }

    [Theory]
    [InlineData("Reservation.client", "providers:read")]
    [InlineData("Reservation.provider", "providers:read")]
    [InlineData("Reservation.answers", "scheduling:read")]
    [InlineData("Reservation.calendar", "scheduling:read")]
    [InlineData("Provider.reviews", "directory:read")]
    [InlineData("EventType.tariffs", "reimbursements:read")]
    public void A_field_that_leads_to_another_module_needs_its_scope(string field, string scope)
    {
        var required = Graphs.OfAllModules(_app.Services).Build().Requirements().Single(one => one.Field == field);

        Assert.Equal(scope, ((FieldAccess)required.Requirement).OfKeys.Word);
    }

    [Fact]
    public async Task A_route_lets_a_key_in_by_its_scope_alone()
    {
        var all = _app.AllScopes();
        var (alone, without) = (new Dictionary<string, Visitor>(), new Dictionary<string, Visitor>());
        foreach (var scope in all)
        {
            var wider = scope.Replace(":read", ":write");
            alone[scope] = await _app.Admin.ByKey(scope);
            without[scope] = await _app.Admin.ByKey([.. all.Where(other => other != scope && other != wider)]);
        }

        foreach (var route in ByScope())
        {
            var scope = route.Scope.Word;
            var refused = await AccessTable.Call(NameOf(route), without[scope]);

            refused.IsRefused(403, "scope_missing").IsCleanRefusal();
            Assert.Equal(scope, (string?)refused["scope"]);
            AssertLetIn(NameOf(route), await AccessTable.Call(NameOf(route), alone[scope]));
            AssertLetIn(
                NameOf(route), await AccessTable.Call(NameOf(route), alone[scope.Replace(":read", ":write")]));
        }
    }

    [Fact]
    public async Task A_key_with_all_scopes_may_do_what_its_user_may_and_nothing_else()
    {
        var (organisation, _) = await _app.GivenAnOrganisation();
        foreach (var role in Everybody.Split(' '))
        {
            var user = await _app.As(
                Enum.Parse<Roles>(role, ignoreCase: true), role == "manager" ? organisation : null);
            var byKey = await user.ByKey(_app.AllScopes());
            foreach (var route in All().Where(route => route.Access.AsksCaller))
            {
                var (own, keys) = (
                    await AccessTable.Call(NameOf(route), user), await AccessTable.Call(NameOf(route), byKey));
                if (route.Access.Keys == KeyUse.Never)
                    keys.IsRefused(403, "sign_in_needed");
                else
                    Assert.True(own.Status == keys.Status, $"{NameOf(route)}, {role}: {own.Status}, {keys.Text}");
            }
        }
    }

    [Fact]
    public async Task A_field_of_another_module_is_refused_by_the_name_of_its_scope()
    {
        var provider = (await _app.Admin.Post("/v1/providers", new { name = "Ada" })).Is(201).Id;
        var byKey = await _app.Admin.ByKey("scheduling:read");
        var asked = await byKey.Ask("{ me { username } provider(providerId: \"" + provider + "\") { name } }");
        var id = (string)(await _app.Admin.Ask("{ provider(providerId: \"" + provider + "\") { id } }"))
            .Data()["provider"]!["id"]!;
        var node = await byKey.Ask("{ node(id: \"" + id + "\") { id } }");
        var allowed = await (await _app.Admin.ByKey("providers:read")).Ask("{ node(id: \"" + id + "\") { id } }");

        Assert.Equal("scope_missing", asked.Refusal());
        Assert.Equal("providers:read", (string?)asked["errors"]![0]!["extensions"]!["scope"]);
        Assert.NotNull(asked["data"]!["me"]);
        Assert.Equal("scope_missing", node.Refusal());
        Assert.Equal(id, (string?)allowed.Data()["node"]!["id"]);
    }

    [Fact]
    public async Task A_key_that_reads_changes_nothing_over_GraphQL_but_its_user_may_sign_in()
    {
        var byKey = await _app.Admin.ByKey("providers:read");

        var refused = await byKey.Ask("mutation { createClient(input: {firstName: \"Ada\"}) { clientMutationId } }");

        Assert.Equal("scope_missing", refused.Refusal());
        Assert.Equal("providers:write", (string?)refused["errors"]![0]!["extensions"]!["scope"]);
        var signedIn = await byKey.Ask(
            "mutation { issueToken(input: {username: \"nobody\", password: \"a password\"}) { accessToken } }");
        Assert.Equal("bad_credentials", signedIn.Refusal());
    }

    static void AssertLetIn(string route, Answer answer) =>
        Assert.True(answer.Status is not (401 or 403), $"{route}: {answer.Text}");

    static string NameOf(Route route) => $"{route.Method} {route.Template}";

    IEnumerable<Route> ByScope() => All().Where(route => route.Access is { AsksCaller: true, Keys: KeyUse.ByScope });

    // Programs open no pages.
    IReadOnlyList<Route> All() => [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<Route>()).OfType<Route>().Where(route => route is not Page)];
}

public sealed class KeyScopeTestsOnSqlite(SqliteApp app) : KeyScopeTests(app), IClassFixture<SqliteApp>;

public sealed class KeyScopeTestsOnPostgres(PostgresApp app) : KeyScopeTests(app), IClassFixture<PostgresApp>;
