using System.Text.Json;
using System.Text.Json.Nodes;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Scheduling;

/// <summary>Random trees of filters, sorts and walks, held against the plainest evaluation that there is.</summary>
public abstract class AppointmentFilterTests
{
    const int Start = 1_700_000_000;

    static readonly string[] Skills = ["Addiction", "ADHD", "CBT", "Divorce", "Sexuality"];

    readonly TestApp _app;

    protected AppointmentFilterTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Any_tree_finds_what_it_says_in_any_order_and_walked_from_any_end()
    {
        var world = await GivenAWorld();
        var runs = int.Parse(Environment.GetEnvironmentVariable("KALENDS_HISTORIES") ?? "12") * 6;

        for (var seed = 0; seed < runs; seed++)
        {
            var random = new Random(seed);
            var (tree, sorts) = (Tree(random, depth: 0), Sorts(random));
            var expected = Sorted(world.Where(one => Lets(tree, one)), sorts).Select(one => one.Id).ToList();
            var walked = await Walk(tree, sorts, size: random.Next(1, 30), backward: random.Next(2) == 0, expected);
            Assert.True(expected.SequenceEqual(walked),
                $"Seed {seed}, {tree.ToJsonString()} by {string.Join(' ', sorts)}:\n" +
                $"{string.Join(' ', expected)} was expected,\n{string.Join(' ', walked)} came.");
        }
    }

    [Fact]
    public async Task Pages_of_therapists_are_cut_from_the_same_lists()
    {
        var world = await GivenAWorld();

        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var (tree, sorts, size) = (Tree(random, depth: 1), Sorts(random), random.Next(1, 8));
            var answer = await Ask("""
                query ($filters: AppointmentsFilter, $sort: [AppointmentsSchemaSortEnum], $size: Int, $after: String) {
                  appointments {
                    edges {
                      node {
                        therapists {
                          therapistId
                          appointments(filters: $filters, sort: $sort, first: $size, after: $after) {
                            edges { node { appointmentId } }
                            pageInfo { hasNextPage hasPreviousPage }
                          }
                        }
                      }
                    }
                  }
                }
                """, new { filters = tree, sort = sorts, size, after = await CursorOf(world[seed], sorts) });
            var therapists = answer["appointments"]!["edges"]!.AsArray().Select(edge => edge!["node"]!["therapists"]!);

            foreach (var therapist in therapists.DistinctBy(one => (string)one["therapistId"]!))
            {
                var provider = long.Parse((string)therapist["therapistId"]!, null);
                var all = Sorted(world.Where(one => one.Provider == provider && Lets(tree, one)), sorts);
                var beyond = all.Where(one => Sorted([one, world[seed]], sorts)[0] != one).ToList();
                var page = therapist["appointments"]!;
                Assert.Equal(beyond.Take(size).Select(one => $"{one.Id}"),
                    page["edges"]!.AsArray().Select(edge => (string)edge!["node"]!["appointmentId"]!));
                Assert.Equal((beyond.Count > size, beyond.Count < all.Count),
                    ((bool)page["pageInfo"]!["hasNextPage"]!, (bool)page["pageInfo"]!["hasPreviousPage"]!));
            }
        }
    }

    [Theory]
    [InlineData("[1,\"id+\"]")]
    [InlineData("[1,\"id+\",\"x\"]")]
    [InlineData("[1,\"id-\",7]")]
    [InlineData("[1,\"type+ id+\",7,7]")]
    [InlineData("[1,\"type+ id+\",-1,7]")]
    [InlineData("[1,\"type+ id+\",9223372036854775807,7]")]
    public async Task A_cursor_that_was_made_up_is_refused(string cursor)
    {
        var text = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(cursor));
        var sort = cursor.Contains("type", StringComparison.Ordinal) ? "TYPE_ASC" : "APPOINTMENT_ID_ASC";

        var answer = await _app.Admin.Ask(
            $"{{ appointments(sort: [{sort}], after: \"{text}\") {{ edges {{ cursor }} }} }}");

        Assert.Equal("bad_cursor", answer.Refusal());
    }

    [Fact]
    public async Task Shapes_of_statements_without_end_are_answered_all_the_same()
    {
        for (var width = 1; width < 90; width++)
        {
            var tree = new { or = Enumerable.Range(0, width).Select(i => new { has_specialisms = new[] { $"{i}" } }) };
            (await _app.Admin.Post("/v1/appointments/search", new { filters = tree })).Is(200);
        }
    }

    sealed record One(long Id, long Provider, int Start, int Seconds, string Type, HashSet<string> Skills);

    static readonly Dictionary<TestApp, List<One>> Worlds = [];

    async Task<List<One>> GivenAWorld()
    {
        if (Worlds.TryGetValue(_app, out var made))
            return made;
        var random = new Random(1);
        var world = new List<One>();
        for (var provider = 0; provider < 6; provider++)
        {
            var id = await _app.GivenAProvider();
            var skills = Skills.Where(_ => random.Next(2) == 0).ToHashSet();
            (await _app.Admin.Put($"/v1/providers/{id}/skills", new { skills })).Is(200);
            for (var i = 0; i < 12; i++)
            {
                var (start, seconds) = (Start + i * 100 + random.Next(3) * 10, 30 + random.Next(3) * 20);
                var type = random.Next(2) == 0 ? "one-off" : "consultation";
                var offered = await _app.Admin.Post("/v1/appointments", new
                {
                    provider_id = id,
                    starts_at = DateTimeOffset.FromUnixTimeSeconds(start).Text(),
                    duration_seconds = seconds,
                    type,
                });
                world.Add(new One(offered.Is(201).Id, id, start, seconds, type, skills));
            }
        }
        return Worlds[_app] = world;
    }

    static JsonObject Tree(Random random, int depth)
    {
        var tree = new JsonObject();
        if (random.Next(4) == 0)
        {
            var begin = Start + random.Next(-100, 1300);
            tree["startTimeUnixSecondsRange"] = new JsonObject
            {
                ["begin"] = begin,
                ["end"] = begin + random.Next(-200, 1000),
            };
        }
        if (random.Next(6) == 0)
            tree["endsAfter"] = DateTimeOffset.FromUnixTimeSeconds(Start + random.Next(-100, 1300)).Text();
        if (random.Next(6) == 0)
            tree["type"] = Pick(random, "one-off", "consultation", "other", "", null);
        if (random.Next(6) == 0)
            tree["typeIn"] = List(random, "one-off", "consultation", "other", null);
        if (random.Next(3) == 0)
            tree["hasSpecialisms"] = List(random, [.. Skills, "nobody's", null]);
        if (depth == 3)
            return tree;
        foreach (var name in new[] { "and", "or" })
            if (random.Next(4) == 0)
                tree[name] = new JsonArray(
                    [.. Enumerable.Range(0, random.Next(4)).Select(_ => Tree(random, depth + 1))]);
        if (random.Next(3) == 0)
            tree["not"] = Tree(random, depth + 1);
        return tree;
    }

    static string? Pick(Random random, params string?[] words) => words[random.Next(words.Length)];

    static JsonArray List(Random random, params string?[] words) =>
        new([.. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode?)Pick(random, words))]);

    static readonly string[] Keys =
        ["APPOINTMENT_ID", "START_TIME_UNIX_SECONDS", "DURATION_SECONDS", "TYPE", "THERAPIST_ID"];

    static List<string> Sorts(Random random) => Enumerable.Range(0, random.Next(4))
        .Select(_ => Keys[random.Next(Keys.Length)] + (random.Next(2) == 0 ? "_ASC" : "_DESC"))
        .ToList();

    static bool Lets(JsonObject tree, One one) => Said(tree, one) ?? true;

    // What says nothing neither lets through nor keeps out.
    static bool? Said(JsonObject tree, One one)
    {
        var said = new List<bool?>
        {
            tree["startTimeUnixSecondsRange"] is { } range
                ? one.Start >= (int)range["begin"]! && one.Start <= (int)range["end"]!
                : null,
            tree["endsAfter"] is { } after
                ? one.Start + one.Seconds > DateTimeOffset.Parse((string)after!, null).ToUnixTimeSeconds()
                : null,
            tree["type"] is { } type && (string?)type != "" ? (string?)type == one.Type : null,
            tree["typeIn"]?.AsArray().Any(each => (string?)each == one.Type),
            tree["hasSpecialisms"]?.AsArray().Any(each => each is not null && one.Skills.Contains((string)each!)),
            tree["not"] is { } not ? !Said(not.AsObject(), one) : null,
        };
        said.AddRange((tree["and"]?.AsArray() ?? []).Select(each => Said(each!.AsObject(), one)));
        if (tree["or"]?.AsArray().Select(each => Said(each!.AsObject(), one)).OfType<bool>().ToList()
            is { Count: > 0 } any)
            said.Add(any.Contains(true));
        return said.OfType<bool>().Any() ? !said.Contains(false) : null;
    }

    static List<One> Sorted(IEnumerable<One> some, IReadOnlyList<string> sorts)
    {
        // The direction of the last key that counts: one that is there already, or stands after the id, does not.
        var counted = new List<string>();
        foreach (var sort in sorts)
        {
            var key = sort[..sort.LastIndexOf('_')];
            if (!counted.Exists(each => each.StartsWith(key, StringComparison.Ordinal)
                || each.StartsWith(Keys[0], StringComparison.Ordinal)))
                counted.Add(sort);
        }
        var last = counted.Count > 0 ? counted[^1][counted[^1].LastIndexOf('_')..] : "_ASC";

        var sorted = some.Order(Comparer<One>.Create((_, _) => 0));
        foreach (var sort in counted.Append(Keys[0] + last))
        {
            Func<One, IComparable> key = sort[..sort.LastIndexOf('_')] switch
            {
                "APPOINTMENT_ID" => one => one.Id,
                "START_TIME_UNIX_SECONDS" => one => one.Start,
                "DURATION_SECONDS" => one => one.Seconds,
                "TYPE" => one => one.Type,
                _ => one => one.Provider,
            };
            sorted = sort.EndsWith("_ASC", StringComparison.Ordinal)
                ? sorted.ThenBy(key)
                : sorted.ThenByDescending(key);
        }
        return sorted.ToList();
    }

    async Task<List<long>> Walk(
        JsonObject tree, List<string> sorts, int size, bool backward, List<long> expected)
    {
        var (seen, place) = (new List<long>(), (string?)null);
        var (count, from) = backward ? ("last", "before") : ("first", "after");
        while (true)
        {
            var page = (await Ask(
                "query ($filters: AppointmentsFilter, $sort: [AppointmentsSchemaSortEnum], " +
                "$size: Int, $from: String) " +
                $"{{ appointments(filters: $filters, sort: $sort, {count}: $size, {from}: $from) {{ " +
                "edges { node { appointmentId } } " +
                "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }",
                new { filters = tree, sort = sorts, size, from = place }))["appointments"]!;
            var ids = page["edges"]!.AsArray()
                .Select(edge => long.Parse((string)edge!["node"]!["appointmentId"]!, null)).ToList();
            var info = page["pageInfo"]!;
            seen.InsertRange(backward ? 0 : seen.Count, ids);
            var (more, behind) = (seen.Count < expected.Count, seen.Count > ids.Count);
            Assert.Equal(backward ? (behind, more) : (more, behind),
                ((bool)info["hasNextPage"]!, (bool)info["hasPreviousPage"]!));
            if (!more || ids.Count == 0)
                return seen;
            place = (string?)info[backward ? "startCursor" : "endCursor"];
        }
    }

    async Task<string> CursorOf(One one, List<string> sorts)
    {
        var edges = (await Ask(
            "query ($sort: [AppointmentsSchemaSortEnum]) " +
            "{ appointments(sort: $sort) { edges { cursor node { appointmentId } } } }",
            new { sort = sorts }))["appointments"]!["edges"]!.AsArray();
        return (string)edges.Single(edge => (string?)edge!["node"]!["appointmentId"] == $"{one.Id}")!["cursor"]!;
    }

    async Task<JsonNode> Ask(string query, object variables) =>
        (await _app.Admin.Post("/graphql", JsonSerializer.Serialize(new { query, variables }))).Data();
}

public sealed class AppointmentFilterTestsOnSqlite(SqliteApp app)
    : AppointmentFilterTests(app), IClassFixture<SqliteApp>;

public sealed class AppointmentFilterTestsOnPostgres(PostgresApp app)
    : AppointmentFilterTests(app), IClassFixture<PostgresApp>;
