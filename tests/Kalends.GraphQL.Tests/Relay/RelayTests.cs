using System.Globalization;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Relay;
using Kalends.GraphQL.Tests.Kit;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Relay;

public sealed class RelayTests
{
    readonly List<string> _calls = [];

    [Theory]
    [InlineData("first: 2", "1,2", true, false)]
    [InlineData("first: 2, after: \"{2}\"", "3,4", true, true)]
    [InlineData("first: 2, after: \"{4}\"", "5", false, true)]
    [InlineData("last: 2", "4,5", false, true)]
    [InlineData("last: 2, before: \"{4}\"", "2,3", true, true)]
    [InlineData("last: 2, before: \"{2}\"", "1", true, false)]
    [InlineData("first: 9, before: \"{3}\"", "1,2", true, false)]
    [InlineData("first: 0", "", true, false)]
    [InlineData("", "1,2,3", true, false)]
    public async Task A_page_holds_what_was_asked_for(string arguments, string ids, bool next, bool previous)
    {
        for (var i = 1; i <= 5; i++)
            arguments = arguments.Replace($"{{{i}}}", $"room {i}", StringComparison.Ordinal);
        var shown = arguments.Length == 0 ? "" : $"({arguments})";
        var answer = await Text(
            $"{{ rooms{shown} {{ edges {{ node {{ number }} }} pageInfo {{ hasNextPage hasPreviousPage }} }} }}");

        var edges = string.Join(",", ids.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(i => $$$"""{"node":{"number":{{{i}}}}}"""));
        var info = $$"""{"hasNextPage":{{Bool(next)}},"hasPreviousPage":{{Bool(previous)}}}""";
        Assert.Equal($$$"""{"data":{"rooms":{"edges":[{{{edges}}}],"pageInfo":""" + info + "}}}", answer);
    }

    [Theory]
    [InlineData("first: -1", "bad_input")]
    [InlineData("first: 1, last: 1", "bad_input")]
    [InlineData("first: 11", "limit_page")]
    [InlineData("after: \"rubbish\"", "bad_cursor")]
    public async Task A_page_that_cannot_be_is_an_error_of_its_field(string arguments, string code)
    {
        var answer = await Text($"{{ rooms({arguments}) {{ totalCount }} }}");

        Assert.StartsWith("""{"data":{"rooms":null},"errors":[""", answer);
        Assert.Contains($"\"{code}\"", answer);
    }

    [Fact]
    public async Task Rows_are_counted_only_if_somebody_asks()
    {
        Assert.Equal("""{"data":{"rooms":{"totalCount":5}}}""", await Text("{ rooms { totalCount } }"));
        Assert.Equal(["count", "rooms"], _calls);
        _calls.Clear();
        await Text("{ rooms { pageInfo { endCursor } } }");
        Assert.Equal(["rooms"], _calls);
    }

    [Fact]
    public async Task Pages_of_all_parents_come_in_one_call()
    {
        var answer = await Text(
            "{ rooms(first: 3) { edges { node { doors(first: 1) { edges { node { name } cursor } } } } } }");

        Assert.Equal(["rooms", "doors of 3"], _calls);
        Assert.Contains("\"name\":\"3a\"", answer);
    }

    [Fact]
    public async Task An_object_is_found_again_by_its_global_id()
    {
        var id = new GlobalId("Room", "4").ToString();

        Assert.Equal("Um9vbTo0", id);
        Assert.Equal(
            """{"data":{"node":{"__typename":"Room","id":"Um9vbTo0","number":4}}}""",
            await Text($"{{ node(id: \"{id}\") {{ __typename id ... on Room {{ number }} }} }}"));
    }

    [Fact]
    public async Task Many_ids_are_one_call_for_each_type()
    {
        var ids = string.Join(",",
            ((GlobalId[])[new("Room", "1"), new("Door", "2b"), new("Room", "9"), new("Room", "2"), new("None", "1")])
            .Select(i => $"\"{i}\""));

        Assert.Equal(
            """{"data":{"nodes":[{"__typename":"Room"},{"__typename":"Door"},null,{"__typename":"Room"},null]}}""",
            await Text($"{{ nodes(ids: [{ids}]) {{ __typename }} }}"));
        Assert.Equal(["rooms 1,9,2", "doors 2b"], _calls);
    }

    [Fact]
    public async Task A_text_that_is_no_id_is_an_error() =>
        Assert.Contains("\"bad_id\"", await Text("{ node(id: \"?\") { id } }"));

    [Theory]
    [InlineData("?")]
    [InlineData("")]
    [InlineData("Um9vbQ==")]
    [InlineData("OjE=")]
    [InlineData("Um9vbTo0====")]
    public async Task One_text_that_is_no_id_leaves_the_others_answered(string text)
    {
        var (first, last) = (new GlobalId("Room", "4"), new GlobalId("Room", "5"));
        var answer = await Text($"{{ nodes(ids: [\"{first}\", \"{text}\", \"{last}\"]) {{ id }} }}");

        Assert.StartsWith("""{"data":{"nodes":[{"id":"Um9vbTo0"},null,{"id":"Um9vbTo1"}]},"errors":[{""", answer);
        Assert.Contains("""
            "path":["nodes",1],"extensions":{"code":"bad_id"}
            """.Trim(), answer);
        Assert.Equal(["rooms 4,5"], _calls);
    }

    [Fact]
    public async Task Objects_of_a_type_that_cannot_be_loaded_leave_those_of_others_answered()
    {
        var answer = await Text($"{{ nodes(ids: [\"{new GlobalId("Ruin", "1")}\", \"{new GlobalId("Room", "4")}\", " +
            $"\"{new GlobalId("Ruin", "2")}\"]) {{ id }} rooms {{ totalCount }} }}");

        Assert.StartsWith(
            """{"data":{"nodes":[null,{"id":"Um9vbTo0"},null],"rooms":{"totalCount":5}},"errors":[{""", answer);
        Assert.Contains("\"path\":[\"nodes\",0]", answer);
        Assert.Contains("\"path\":[\"nodes\",2]", answer);
        Assert.Contains("\"closed\"", answer);
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "limit_page")]
    public async Task Nodes_are_a_hundred_at_most(int count, string? code)
    {
        var ids = string.Join(",", Enumerable.Repeat("\"Um9vbTo0\"", count));

        var answer = await Text($"{{ nodes(ids: [{ids}]) {{ id }} }}");

        if (code is null) Assert.DoesNotContain("errors", answer);
        else Assert.Contains($"\"{code}\"", answer);
    }

    [Theory]
    [InlineData("{ nodes(ids: [\"Um9vbTo0\", \"Um9vbTo0\"]) { a: id b: id } }", 5)]
    [InlineData("query ($ids: [ID!]!) { nodes(ids: $ids) { a: id b: id } }", 7)]
    [InlineData("{ nodes(ids: \"Um9vbTo0\") { a: id b: id } }", 3)]
    public async Task What_is_asked_of_nodes_is_counted_for_each_of_them(string document, int cost)
    {
        async Task<string> At(int costMax) => await Run.Text(
            House(), document, """{"ids":["Um9vbTo0","Um9vbTo0","Um9vbTo0"]}""", new GraphOptions
            {
                Limits = new GraphLimits { CostMax = costMax },
                Authorize = (_, _) => null,
            });

        Assert.DoesNotContain("errors", await At(cost));
        Assert.Contains("limit_cost", await At(cost - 1));
    }

    [Fact]
    public async Task Nodes_that_are_refused_leave_other_fields_answered()
    {
        var answer = await Text("{ nodes(ids: []) { id } rooms { totalCount } }", refused: true);

        Assert.StartsWith("""{"data":{"nodes":null,"rooms":{"totalCount":5}},"errors":[{""", answer);
    }

    [Fact]
    public void The_types_have_the_nullability_that_clients_of_Relay_know()
    {
        var schema = House();

        Assert.Equal(
            ["pageInfo: PageInfo!", "edges: [RoomEdge]!", "totalCount: Int"], Fields(schema, "RoomConnection"));
        Assert.Equal(["node: Room", "cursor: String!"], Fields(schema, "RoomEdge"));
        Assert.Equal(
            ["hasNextPage: Boolean!", "hasPreviousPage: Boolean!", "startCursor: String", "endCursor: String"],
            Fields(schema, "PageInfo"));
    }

    [Fact]
    public void A_connection_itself_may_be_null()
    {
        var rooms = House().Query!.Fields["rooms"];

        Assert.Equal(
            ["before: String", "after: String", "first: Int", "last: Int"],
            rooms.Arguments.Values.Select(argument => $"{argument.Name}: {argument.Type}"));
        Assert.Equal("RoomConnection", $"{rooms.Type}");
    }

    [Fact]
    public void What_Relay_adds_to_a_schema_explains_itself()
    {
        string[] names = ["RoomConnection", "RoomEdge", "PageInfo", "Node"];
        var types = names.Select(name => (FieldsType)House().Types[name]).ToList();

        Assert.All(types, type => Assert.NotNull(type.Description));
        Assert.All(types.SelectMany(type => type.Fields.Values), field => Assert.NotNull(field.Description));
        Assert.All(
            House().Query!.Fields["rooms"].Arguments.Values, argument => Assert.NotNull(argument.Description));
    }

    [Fact]
    public async Task A_list_that_is_read_forward_only_has_no_arguments_for_the_other_way()
    {
        var g = new SchemaBuilder();
        var door = g.Object<Ruin>("Door").Int("number", d => d.Number);
        g.Query.Connection("doors", door, _ => (_, page, _) =>
        {
            var after = page.From is null ? 0 : int.Parse(page.From, CultureInfo.InvariantCulture);
            var rows = Enumerable.Range(after + 1, 5 - after).Take(page.Size).Select(n => new Ruin(n)).ToList();
            return new(new Page<Ruin>(rows, d => d.Number.ToString(CultureInfo.InvariantCulture))
            {
                HasNext = rows[^1].Number < 5,
                HasPrevious = after > 0,
            });
        }, new PageSizes(Max: 2, IsForward: true));
        var engine = new GraphEngine(g.Build(), new GraphOptions());
        async Task<string> Ask(string arguments)
        {
            var document = $"{{ doors({arguments}) {{ edges {{ node {{ number }} }} pageInfo {{ hasNextPage }} }} }}";
            using var answer = await engine.Execute(
                new GraphRequest(document), TestContext.Current.CancellationToken);
            return answer.ToString();
        }

        Assert.Equal(
            """{"data":{"doors":{"edges":[{"node":{"number":4}}],"pageInfo":{"hasNextPage":true}}}}""",
            await Ask("first: 1, after: \"3\""));
        Assert.Contains("last", await Ask("last: 1"), StringComparison.Ordinal);
        Assert.Contains("limit_page", await Ask("first: 3"), StringComparison.Ordinal);
    }

    static IEnumerable<string> Fields(Schema schema, string type) =>
        ((FieldsType)schema.Types[type]).Fields.Values.Select(field => $"{field.Name}: {field.Type}");

    [Fact]
    public async Task A_page_counts_its_usual_rows_towards_the_cost_unless_a_size_is_named()
    {
        var g = new SchemaBuilder();
        var door = g.Object<Door>("Door").String("name", d => d.Name);
        g.Query.Connection("doors", door, _ => (_, page, _) => new(Cut(page, [new Door("a")], d => d.Name)),
            new PageSizes(Default: 1000, Max: 1000, Usual: 5));
        var engine = new GraphEngine(g.Build(), new GraphOptions { Limits = new GraphLimits { CostMax = 100 } });

        using var usual = await engine.Execute(
            new GraphRequest("{ doors { edges { node { name } } } }"), TestContext.Current.CancellationToken);
        using var named = await engine.Execute(
            new GraphRequest("{ doors(first: 500) { edges { node { name } } } }"),
            TestContext.Current.CancellationToken);

        Assert.Contains("\"a\"", usual.ToString(), StringComparison.Ordinal);
        Assert.Contains("limit_cost", named.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first: 7", 3)]
    [InlineData("last: 2147483647", 3)]
    [InlineData("first: 2", 2)]
    public async Task A_size_above_the_bound_is_cut_where_a_connection_says_so(string size, int rows)
    {
        var names = Enumerable.Range(0, rows).Select(n => $"{{\"node\":{{\"name\":\"{n}\"}}}}").ToList();
        if (size.StartsWith("last", StringComparison.Ordinal))
            names.Reverse();

        var answer = await AskForDoors(size, new PageSizes(Default: 1, Max: 3, Cuts: true));

        Assert.Equal($"{{\"data\":{{\"doors\":{{\"edges\":[{string.Join(',', names)}]}}}}}}", answer);
    }

    [Fact]
    public async Task A_size_above_the_bound_is_refused_where_a_connection_says_nothing() => Assert.Contains(
        "limit_page", await AskForDoors("first: 4", new PageSizes(Default: 1, Max: 3)), StringComparison.Ordinal);

    static async Task<string> AskForDoors(string size, PageSizes sizes)
    {
        var g = new SchemaBuilder();
        var door = g.Object<Door>("Door").String("name", d => d.Name);
        g.Query.Connection("doors", door, _ => (_, page, _) => new(Cut(
            page, Enumerable.Range(0, page.Size + 1).Select(n => new Door($"{n}")), d => d.Name)), sizes);
        using var answer = await new GraphEngine(g.Build(), new GraphOptions()).Execute(
            new GraphRequest($"{{ doors({size}) {{ edges {{ node {{ name }} }} }} }}"),
            TestContext.Current.CancellationToken);
        return answer.ToString();
    }

    Task<string> Text(string document, bool refused = false) => Run.Text(House(), document, options: new GraphOptions
    {
        Authorize = (_, _) => refused ? new GraphError("forbidden", "No.") : null,
    });

    static string Bool(bool value) => value ? "true" : "false";

    Schema House()
    {
        var g = new SchemaBuilder();
        g.Nodes.Expose(many: true, node => node.Require("a key"));
        g.Object<Ruin>("Ruin").Node(r => (long)r.Number, (_, _) =>
            throw new GraphException("closed", "It is closed."));
        var door = g.Object<Door>("Door")
            .Node(d => d.Name, (keys, _) => Found($"doors {string.Join(",", keys)}", keys, k => new Door(k)))
            .String("name", d => d.Name);
        var room = g.Object<Room>("Room").Node(r => r.Number, (keys, _) =>
                Found($"rooms {string.Join(",", keys)}", keys.Where(k => k <= 5), k => new Room((int)k)))
            .Int("number", r => r.Number);
        room.Connection("doors", door, _ => (rooms, _, page, _) =>
        {
            _calls.Add($"doors of {rooms.Count}");
            return new([.. rooms.Select(r =>
                Cut(page, [new Door($"{r.Number}a"), new Door($"{r.Number}b")], d => d.Name))]);
        });
        g.Query.Connection("rooms", room, _ => (_, page, context) =>
            new(Rooms(page, context)), new PageSizes(3, 10, Total: true));
        return g.Build();
    }

    Page<Room> Rooms(PageRequest page, FieldContext context)
    {
        int? total = null;
        if (context.Wants("totalCount"))
        {
            _calls.Add("count");
            total = 5;
        }
        _calls.Add("rooms");
        var all = Enumerable.Range(1, 5).Select(n => new Room(n));
        if (page.Backward) all = all.Reverse();
        if (page.From is { } from) all = all.Where(r =>
            page.Backward ? r.Number < Number(from) : r.Number > Number(from));
        if (page.Until is { } until) all = all.Where(r =>
            page.Backward ? r.Number > Number(until) : r.Number < Number(until));
        return Cut(page, all, r => $"room {r.Number}", total);
    }

    static int Number(string cursor) => cursor.Split(' ') is ["room", var number]
        ? int.Parse(number, CultureInfo.InvariantCulture)
        : throw new GraphException("bad_cursor", "There is no such room.");

    static Page<T> Cut<T>(PageRequest page, IEnumerable<T> found, Func<T, string> cursor, int? total = null)
    {
        var all = found.ToList();
        var (rows, more) = (all.Take(page.Size), all.Count > page.Size);
        return new([.. page.Backward ? rows.Reverse() : rows], cursor)
        {
            HasNext = page.Backward ? page.From is not null : more || page.Until is not null,
            HasPrevious = page.Backward ? more || page.Until is not null : page.From is not null,
            Total = total,
        };
    }

    ValueTask<IReadOnlyDictionary<TKey, T>> Found<TKey, T>(string call, IEnumerable<TKey> keys, Func<TKey, T> make)
        where TKey : notnull
    {
        _calls.Add(call);
        return new(keys.ToDictionary(k => k, make));
    }

    sealed record Room(int Number);

    sealed record Door(string Name);

    sealed record Ruin(int Number);
}
