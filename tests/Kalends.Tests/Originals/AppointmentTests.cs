using System.Text;
using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>
/// The requests of the original appointment service as it documented them, and its errors, which are gone.
/// </summary>
public abstract class AppointmentTests
{
    const int Start = 1644874120;

    readonly TestApp _app;

    protected AppointmentTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task An_appointment_is_made_as_documented()
    {
        var therapist = await GivenATherapist("Addiction", "ADHD");

        var made = (await _app.Admin.Ask($$"""
            mutation {
              appointment(
                  therapistId: {{therapist}}, startTimeUnixSeconds: 1644874120, durationSeconds: 3600,
                  type: "one-off") {
                appointment {
                  appointmentId
                  startTimeUnixSeconds
                  durationSeconds
                  type
                  therapists {
                    therapistId
                    specialisms {
                      edges {
                        node {
                          specialismName
                        }
                      }
                    }
                  }
                }
              }
            }
            """)).Data()["appointment"]!["appointment"]!;

        AssertSame($$"""
            {
              "appointmentId": "{{made["appointmentId"]}}",
              "startTimeUnixSeconds": 1644874120,
              "durationSeconds": 3600,
              "type": "one-off",
              "therapists": {
                "therapistId": "{{therapist}}",
                "specialisms": {
                  "edges": [{"node": {"specialismName": "Addiction"} }, {"node": {"specialismName": "ADHD"} }]
                }
              }
            }
            """, made);
    }

    /// <summary>The query that the original documented, for one specialism.</summary>
    internal static string Documented(string specialism) => $$$"""
        {
          appointments(filters: {hasSpecialisms: ["{{{specialism}}}"], type: "one-off",
              startTimeUnixSecondsRange: {begin: 1644874120, end: 1644894120}}) {
            edges {
              node {
                therapists {
                  firstName
                  lastName
                  specialisms {
                    edges {
                      node {
                        specialismName
                      }
                    }
                  }
                }
                startTimeUnixSeconds
                durationSeconds
                type
              }
            }
          }
        }
        """;

    [Fact]
    public async Task Appointments_are_found_as_documented()
    {
        var therapist = await GivenATherapist("Addiction", "ADHD", "Docs");
        await Offer(await GivenATherapist("CBT"), Start);
        await Offer(therapist, Start);
        await Offer(therapist, Start + 20_000);
        await Offer(therapist, Start + 20_000 + 3600);
        await Offer(therapist, Start + 8000, type: "consultation");

        var found = (await _app.Admin.Ask(Documented("Docs"))).Data()["appointments"]!;

        const string ada = """
            {
              "firstName": "Ada",
              "lastName": "Lovelace",
              "specialisms": {
                "edges": [
                  {"node": {"specialismName": "Addiction"}}, {"node": {"specialismName": "ADHD"}},
                  {"node": {"specialismName": "Docs"}}
                ]
              }
            }
            """;
        AssertSame($$"""
            {
              "edges": [
                {"node": {
                  "therapists": {{ada}}, "startTimeUnixSeconds": 1644874120, "durationSeconds": 3600, "type": "one-off"
                } },
                {"node": {
                  "therapists": {{ada}}, "startTimeUnixSeconds": 1644894120, "durationSeconds": 3600, "type": "one-off"
                } }
              ]
            }
            """, found);
    }

    [Fact]
    public async Task Ids_are_global_and_lead_back_to_what_they_name()
    {
        var therapist = await GivenATherapist("Ids");
        var appointment = (string)(await Offer(therapist, Start))["appointmentId"]!;

        var node = (await _app.Admin.Ask($$"""
            {
              node(id: "{{Global("AppointmentsSchema", appointment)}}") {
                id
                ... on AppointmentsSchema {
                  therapistId
                  therapists {
                    id
                    specialisms { edges { node { id specialismId therapists { edges { node { therapistId } } } } } }
                    appointments { edges { node { appointmentId } } }
                  }
                }
              }
            }
            """)).Data()["node"]!;

        var specialism = node["therapists"]!["specialisms"]!["edges"]![0]!["node"]!;
        Assert.Equal(Global("AppointmentsSchema", appointment), (string?)node["id"]);
        Assert.Equal(therapist, (long)node["therapistId"]!);
        Assert.Equal(Global("TherapistsSchema", therapist), (string?)node["therapists"]!["id"]);
        Assert.Equal(Global("SpecialismSchema", (string)specialism["specialismId"]!), (string?)specialism["id"]);
        Assert.Equal($"{therapist}", (string?)specialism["therapists"]!["edges"]![0]!["node"]!["therapistId"]);
        Assert.Equal(
            appointment, (string?)node["therapists"]!["appointments"]!["edges"]![0]!["node"]!["appointmentId"]);
        foreach (var (type, id) in new[] { ("TherapistsSchema", $"{therapist}"), ("SpecialismSchema", "1") })
            Assert.NotNull((await _app.Admin.Ask($"{{ node(id: \"{Global(type, id)}\") {{ id }} }}")).Data()["node"]);
    }

    [Fact]
    public async Task Making_the_same_again_is_the_same_appointment()
    {
        var therapist = await GivenATherapist();

        var first = await Offer(therapist, Start);
        var second = await Offer(therapist, Start);

        Assert.Equal((string?)first["appointmentId"], (string?)second["appointmentId"]);
    }

    [Theory]
    [InlineData("", "invalid_input")]
    [InlineData("therapistId: 999999, startTimeUnixSeconds: 1, durationSeconds: 1, type: \"one-off\"", "not_found")]
    [InlineData("therapistId: 0, startTimeUnixSeconds: 1, durationSeconds: 1, type: \"one-off\"", "invalid_input")]
    [InlineData("therapistId: 1, startTimeUnixSeconds: -1, durationSeconds: 1, type: \"one-off\"", "invalid_input")]
    [InlineData("therapistId: 1, startTimeUnixSeconds: 1, durationSeconds: 0, type: \"one-off\"", "invalid_input")]
    [InlineData("therapistId: 1, startTimeUnixSeconds: 1, durationSeconds: -60, type: \"one-off\"", "invalid_input")]
    [InlineData("therapistId: 1, startTimeUnixSeconds: 1, durationSeconds: 86401, type: \"one-off\"", "invalid_input")]
    [InlineData("therapistId: 1, startTimeUnixSeconds: 1, durationSeconds: 1, type: \"other\"", "invalid_input")]
    [InlineData("therapistId: 1, startTimeUnixSeconds: 1, durationSeconds: 1", "invalid_input")]
    public async Task What_cannot_be_is_refused(string arguments, string code)
    {
        var shown = arguments.Length == 0 ? "" : $"({arguments})";

        var answer = await _app.Admin.Ask($"mutation {{ appointment{shown} {{ appointment {{ id }} }} }}");

        Assert.Equal(code, answer.Is(200).Refusal());
        Assert.Null(answer["data"]!["appointment"]);
    }

    [Fact]
    public async Task Every_missing_argument_is_named()
    {
        var answer = await _app.Admin.Ask("mutation { appointment(durationSeconds: 60) { appointment { id } } }");

        Assert.Equal(["startTimeUnixSeconds", "therapistId", "type"],
            answer["errors"]![0]!["extensions"]!["errors"]!.AsArray().Select(e => (string)e!["parameter"]!)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_that_overlaps_another_is_refused()
    {
        var therapist = await GivenATherapist();
        await Offer(therapist, Start);

        foreach (var (start, type) in new[] { (Start + 1, "one-off"), (Start - 1, "one-off"), (Start, "consultation") })
            Assert.Equal("opening_overlaps", (await _app.Admin.Ask(Mutation(therapist, start, type))).Refusal());
        Assert.NotNull((await Offer(therapist, Start + 3600))["appointmentId"]);
    }

    [Fact]
    public async Task Specialisms_are_a_set()
    {
        var both = await GivenATherapist("Set A", "Set B");
        var one = await GivenATherapist("Set A");
        foreach (var therapist in new[] { both, one })
            await Offer(therapist, Start);

        Assert.Equal([both, one], await TherapistsOf("hasSpecialisms: [\"Set A\", \"Set B\"]"));
        Assert.Equal([both], await TherapistsOf(
            "hasSpecialisms: [\"Set A\"], not: {not: {hasSpecialisms: [\"Set B\"]}}"));
        Assert.Equal([one], await TherapistsOf("hasSpecialisms: [\"Set A\"], not: {hasSpecialisms: [\"Set B\"]}"));
        Assert.Equal([both, one], await TherapistsOf(
            "or: [{hasSpecialisms: [\"Set A\"]}, {hasSpecialisms: [\"Set B\"]}]"));
        Assert.Equal([], await TherapistsOf("hasSpecialisms: []"));
        Assert.Equal([], await TherapistsOf("hasSpecialisms: [\"set a\"]"));
        Assert.Equal([], await TherapistsOf("hasSpecialisms: [\"'; DROP TABLE skills; --\"]"));
    }

    [Theory]
    [InlineData("startTimeUnixSecondsRange: {begin: 2147483647, end: -2147483648}")]
    [InlineData("type: \"other\"")]
    [InlineData("typeIn: []")]
    [InlineData("typeIn: [null]")]
    [InlineData("type: \"one-off\", and: [{type: \"consultation\"}, {}]")]
    [InlineData("type: \"one-off\", or: [{type: \"consultation\"}, {}]")]
    [InlineData("not: {not: {typeIn: []}}")]
    public async Task A_filter_that_nothing_meets_finds_nothing(string filter)
    {
        await Offer(await GivenATherapist(), Start);

        Assert.Empty(await TherapistsOf(filter));
    }

    [Theory]
    [InlineData("")]
    [InlineData("and: []")]
    [InlineData("or: []")]
    [InlineData("not: {}")]
    [InlineData("type: \"\"")]
    [InlineData("and: [{}], or: [{}, {and: []}], not: {or: [{not: {}}]}")]
    public async Task A_filter_that_says_nothing_finds_all(string filter)
    {
        var own = $"{Guid.NewGuid()}";
        var therapist = await GivenATherapist(own);
        await Offer(therapist, Start);
        await Offer(therapist, Start + 3600, "consultation");

        Assert.Equal(await TherapistsOf(""), await TherapistsOf(filter));
        Assert.Equal([therapist, therapist], await TherapistsOf($"hasSpecialisms: [\"{own}\"], not: {{{filter}}}"));
        Assert.Equal([therapist], await TherapistsOf(
            $"hasSpecialisms: [\"{own}\"], or: [{{{filter}}}, {{type: \"consultation\"}}]"));
    }

    [Fact]
    public async Task A_page_larger_than_there_may_be_is_the_largest()
    {
        var therapist = await GivenATherapist("Paged");
        for (var i = 0; i < 101; i++)
            await Offer(therapist, Start + 100_000 + i * 3600);

        var page = (await _app.Admin.Ask("""
            {
              appointments(first: 1, filters: {hasSpecialisms: ["Paged"]}) {
                edges {
                  node {
                    therapists {
                      appointments(last: 101) { edges { cursor } pageInfo { hasPreviousPage } }
                      specialisms(first: 101) { edges { node { therapists(first: 101) { edges { cursor } } } } }
                    }
                  }
                }
              }
            }
            """)).Data()["appointments"]!;
        var whole = (await _app.Admin.Ask("""
            { appointments(first: 100000, filters: {hasSpecialisms: ["Paged"]}) { edges { cursor } } }
            """)).Data()["appointments"]!;

        var therapists = page["edges"]![0]!["node"]!["therapists"]!;
        Assert.Equal(100, therapists["appointments"]!["edges"]!.AsArray().Count);
        Assert.True((bool)therapists["appointments"]!["pageInfo"]!["hasPreviousPage"]!);
        Assert.Single(therapists["specialisms"]!["edges"]!.AsArray());
        Assert.Equal(101, whole["edges"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_schema_tells_about_itself_without_a_token()
    {
        var schema = (await _app.Nobody.Ask("{ __schema { queryType { name } mutationType { name } } }")).Data();

        Assert.Equal("""{"queryType":{"name":"Query"},"mutationType":{"name":"Mutation"}}""",
            schema["__schema"]!.ToJsonString());
    }

    [Fact]
    public async Task A_filter_is_bounded()
    {
        var deep = string.Concat(Enumerable.Repeat("not: {", 10)) + new string('}', 10);
        var wide = $"or: [{string.Join(',', Enumerable.Repeat("{}", 100))}]";

        foreach (var (filter, fault) in new[] { (deep, "too_deep"), (wide, "too_many") })
        {
            var answer = await _app.Admin.Ask($"{{ appointments(filters: {{{filter}}}) {{ edges {{ cursor }} }} }}");
            Assert.Equal("invalid_input", answer.Refusal());
            Assert.Equal(fault, (string?)answer["errors"]![0]!["extensions"]!["errors"]![0]!["code"]);
        }
    }

    [Fact]
    public async Task Nothing_is_answered_without_a_token()
    {
        Assert.Equal("token_missing", (await _app.Nobody.Ask("{ appointments { edges { cursor } } }")).Refusal());
        Assert.Equal("token_missing", (await _app.Nobody.Ask(Mutation(1, Start))).Refusal());
        Assert.Equal("token_missing", (await _app.Nobody.Ask(
            $"{{ node(id: \"{Global("AppointmentsSchema", 1)}\") {{ id }} }}")).Refusal());
    }

    [Fact]
    public async Task Therapists_offer_only_their_own()
    {
        var (own, other) = (await _app.As(Roles.Provider), await _app.As(Roles.Provider));
        var therapist = await _app.GivenAProvider(own);

        Assert.Equal("forbidden", (await other.Ask(Mutation(therapist, Start))).Refusal());
        Assert.Equal("forbidden", (await (await _app.As(Roles.Client)).Ask(Mutation(therapist, Start))).Refusal());
        Assert.NotNull((await own.Ask(Mutation(therapist, Start))).Data());
    }

    async Task<long> GivenATherapist(params string[] specialisms)
    {
        var therapist = await _app.GivenAProvider();
        (await _app.Admin.Put($"/v1/providers/{therapist}/skills", new { skills = specialisms })).Is(200);
        return therapist;
    }

    async Task<JsonNode> Offer(long therapist, int start, string type = "one-off") =>
        (await _app.Admin.Ask(Mutation(therapist, start, type))).Data()["appointment"]!["appointment"]!;

    static string Mutation(long therapist, int start, string type = "one-off") =>
        $"mutation {{ appointment(therapistId: {therapist}, startTimeUnixSeconds: {start}, durationSeconds: 3600, " +
        $"type: \"{type}\") {{ appointment {{ appointmentId }} }} }}";

    async Task<IEnumerable<long>> TherapistsOf(string filter) =>
        (await _app.Admin.Ask($"{{ appointments(filters: {{{filter}}}) {{ edges {{ node {{ therapistId }} }} }} }}"))
        .Data()["appointments"]!["edges"]!.AsArray().Select(edge => (long)edge!["node"]!["therapistId"]!);

    static void AssertSame(string expected, JsonNode answered) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), answered.ToJsonString());

    static string Global(string type, object id) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{type}:{id}"));
}

public sealed class AppointmentTestsOnSqlite(SqliteApp app) : AppointmentTests(app), IClassFixture<SqliteApp>;

public sealed class AppointmentTestsOnPostgres(PostgresApp app) : AppointmentTests(app), IClassFixture<PostgresApp>;
