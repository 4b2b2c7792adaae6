using System.Text.RegularExpressions;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Jobs;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Http;

/// <summary>Any subset of the modules can be served; what is not served is not there.</summary>
public sealed partial class CompositionTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    /// <summary>One route of each module, and words of the schema that only this module brings in.</summary>
    static readonly (string Module, string Route, string[] Types, string[] Fields, int[] Jobs)[] Known =
    [
        ("events", "/v1/events", ["LogEvent"], ["eventLog"], [5]),
        ("accounts", "/v1/me", ["Me"], ["me"], [2]),
        ("providers", "/v1/clients", ["Client"], ["provider", "client"], []),
        (
            "scheduling", "/v1/reservations", ["Reservation", "Slot", "SlotPage", "Opening"],
            ["reserveSlot", "slots", "confirmReservation"], [3]),
        ("reimbursements", "/v1/event-types", [], [], [6]),
        ("directory", "/v1/reviews", ["Review", "ProviderConnection"], ["providers", "recommend"], []),
        ("messages", "/v1/messages", ["Message", "Contact"], ["messages", "contactOfMe"], [25, 28]),
    ];

    public static TheoryData<string> Subsets =>
    [
        "events", "accounts", "providers", "scheduling", "scheduling,providers", "accounts,scheduling",
        "providers, ACCOUNTS", "reimbursements,providers", "directory", "messages",
    ];

    [Fact]
    public async Task Each_recurring_job_has_a_number_of_its_own()
    {
        await Serve("");
        var numbers = app.Services.GetServices<RecurringJob>().Select(job => job.Job).ToList();

        Assert.True(numbers.Count > 10);
        Assert.Equal(numbers.Distinct().Order(), numbers.Order());
    }

    [Theory, MemberData(nameof(Subsets))]
    public async Task A_subset_serves_its_own_and_nothing_else(string names)
    {
        await Serve(names);
        var wanted = names.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries);
        var sdl = await app.Nobody.Get("/graphql/schema.graphql");

        foreach (var (module, route, types, fields, jobs) in Known)
        {
            var isServed = wanted.Contains(module);
            var answer = await app.Admin.Get(route);

            Assert.Equal((module, isServed ? 200 : 404), (module, answer.Status));
            Assert.All(types, type => Assert.Equal((type, isServed), (type, Types(sdl).Contains(type))));
            Assert.All(jobs, job => Assert.Equal((job, isServed), (job, Jobs().Contains(job))));
            foreach (var field in fields)
                Assert.Equal((field, isServed), (field, Root(sdl).Contains(field)));
        }
    }

    [Fact]
    public async Task The_whole_is_the_sum_of_its_modules_and_no_route_belongs_to_two()
    {
        await Serve("");
        var whole = await Operations();
        var parts = new List<string>();
        foreach (var module in Modules.All)
        {
            await Serve(module.Name);
            parts.AddRange((await Operations()).Where(operation => !IsPlatforms(operation)));
        }

        Assert.Equal(whole.Where(operation => !IsPlatforms(operation)), parts.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("scheduling")]
    [InlineData("accounts")]
    public async Task Health_and_documents_are_always_there(string names)
    {
        await Serve(names);

        foreach (var path in (string[])["/livez", "/ping", "/openapi/v1.json", "/docs/index.html"])
            (await app.Nobody.Get(path)).Is(200);
    }

    [Fact]
    public async Task Every_process_checks_tokens_whether_or_not_it_gives_any()
    {
        await Serve("directory");

        (await app.Nobody.Get("/v1/reviews")).IsRefused(401, "token_missing");
        (await app.Nobody.With("a.b.c").Get("/v1/providers")).IsRefused(401, "token_invalid");
        (await app.Admin.Get("/v1/providers")).Is(200);
        (await app.Nobody.Post("/v1/auth/token", new { username = "a", password = "b" })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_field_that_leads_into_a_module_that_is_not_served_stays_away()
    {
        const string led = "{ reservation(reservationId: 1) { provider { name } } }";
        const string slots = "{ provider(providerId: 1) { slots { slotId } } }";

        await Serve("scheduling");
        var ledAlone = await app.Admin.Ask(led);
        var slotsOnly = await app.Admin.Ask("{ slots(providerId: 1) { items { slotId } } }");
        await Serve("providers");
        var slotsAlone = await app.Admin.Ask(slots);
        await Serve("providers,scheduling");
        var together = await app.Admin.Ask(led);

        Assert.Contains("Cannot query field \\\"provider\\\"", ledAlone.Text, StringComparison.Ordinal);
        Assert.Equal("not_found", slotsOnly.Refusal());
        Assert.Contains("Cannot query field \\\"slots\\\"", slotsAlone.Text, StringComparison.Ordinal);
        Assert.Equal("not_found", together.Refusal());
    }

    [Fact]
    public void Modules_without_a_field_serve_no_schema()
    {
        IEndpointRouteBuilder endpoints = WebApplication.CreateSlimBuilder().Build();

        GraphEndpoint.Map(endpoints, new Graph(["providers"], app.Services));

        Assert.Empty(endpoints.DataSources);
    }

    [Fact]
    public async Task An_unknown_module_is_refused_in_a_sentence_that_lists_the_known_ones()
    {
        var (code, words) = await ChildServer.RunToEnd("--Kalends:Modules=scheduling,billing");

        Assert.Equal(1, code);
        Assert.Equal(
            $"Kalends:Modules names billing, but the modules are {string.Join(", ", Modules.All.Select(m => m.Name))}.",
            words.Trim());
    }

    [Fact]
    public async Task A_demo_has_all_it_needs_whatever_is_served()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
        await using (var server = await ChildServer.Start(
            $"--Kalends:Database={folder}/part.db", "--demo", "--Kalends:Modules=accounts,scheduling"))
        {
            var client = await server.SignIn("client", "password");
            var slots = (await client.Get("/v1/providers/1/slots")).Is(200)["items"]!.AsArray();

            (await client.Post("/v1/reservations", new { slot_id = (long)slots[0]!["id"]! })).Is(201);
            (await client.Get("/v1/providers")).IsRefused(404, "not_found");
        }
        System.IO.Directory.Delete(folder, recursive: true);
    }

    async Task Serve(string names)
    {
        await app.Stop();
        await app.Start($"--Kalends:Modules={names}");
    }

    async Task<IEnumerable<string>> Operations() =>
        (await app.Nobody.Paths())
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key} {path.Key}"))
            .Order(StringComparer.Ordinal);

    static bool IsPlatforms(string operation) => operation is "get /livez" or "get /readyz" or "get /ping";

    HashSet<int> Jobs() => app.Services.GetServices<RecurringJob>().Select(job => job.Job).ToHashSet();

    static HashSet<string> Types(Answer sdl) => sdl.Status == 404
        ? []
        : TypeNames().Matches(sdl.Is(200).Text).Select(name => name.Groups[1].Value).ToHashSet();

    static HashSet<string> Root(Answer sdl) => sdl.Status == 404
        ? []
        : Roots().Matches(sdl.Text).SelectMany(root => FieldNames().Matches(root.Value))
            .Select(name => name.Groups[1].Value).ToHashSet();

    [GeneratedRegex(@"^type (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeNames();

    [GeneratedRegex(@"^type (?:Query|Mutation) \{[\s\S]*?^\}", RegexOptions.Multiline)]
    private static partial Regex Roots();

    [GeneratedRegex(@"^  (\w+)[(:]", RegexOptions.Multiline)]
    private static partial Regex FieldNames();
}
