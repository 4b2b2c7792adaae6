using System.Diagnostics;
using System.Text;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Tests.Kit;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Execution;

public sealed class LimitTests
{
    public static TheoryData<string, string> Attacks => new()
    {
        { Repeat("{visits{therapist", 30_000), "limit_nesting" },
        { Nested("{visits{therapist", "{id}", 90, "}}"), "limit_depth" },
        { $"{{ kinds(of: {new string('[', 5_000)}", "limit_nesting" },
        { $"{{ echo {Repeat("@a ", 20_000)} }}", "limit_tokens" },
        { $"{{ echo {Repeat("@include(if: true) ", 9)} }}", "validation_failed" },
        { $"{{ {Repeat("echo ", 3_000)} }}", "limit_root_fields" },
        { $"{{ {Aliases("echo", 10_000)} }}", "limit_tokens" },
        { $"{{ visits {{ {Aliases("id", 300)} }} }}", "limit_aliases" },
        { $"{{ visits {{ {Repeat("id ", 2_500)} }} }}", "limit_fields" },
        { $"{{ {Repeat($"...on Query{{{Repeat("...on Query{echo}", 100)}}}", 20)} }}", "limit_root_fields" },
        { Chain(1_000, ""), "limit_nesting" },
        { Chain(150, "echo "), "limit_root_fields" },
        { Doubling(30), "limit_fields" },
        { $"{{ __schema {{ types {Nested("{ fields { type ", "{ name }", 9, "}}")} }} }}", "limit_introspection" },
        { $"query ({Repeat("$a: Int ", 4_000)}) {{ echo }}", "limit_tokens" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task An_attack_is_answered_with_an_error_in_little_time(string document, string code)
    {
        await Run.Text("{ echo }");
        var watch = Stopwatch.StartNew();

        Assert.Equal(code, await Run.Code(document));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
    }

    [Fact]
    public async Task Faults_that_name_many_places_are_found_and_told_in_little_time()
    {
        var ring = string.Concat(Enumerable.Range(0, 1_000)
            .Select(i => $"\nfragment F{i} on Query {{ ...F{(i + 1) % 1_000} ...F0 ...F1 }}"));
        await Run.Text("{ echo }");
        var watch = Stopwatch.StartNew();

        var answer = await Run.Text($"{{ ...F0 }} {ring}");

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
        Assert.InRange(answer.Length, 1, 400_000);
    }

    [Fact]
    public async Task Fragments_that_multiply_while_merging_are_refused()
    {
        var levels = string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"fragment F{i} on Visit {{ therapist {{ visits {{ ...F{i + 1} ...G{i + 1} }} }} }} "
            + $"fragment G{i} on Visit {{ therapist {{ visits {{ ...G{i + 1} ...F{i + 1} }} }} }} "));
        var document = $"{{ visits {{ ...F0 ...G0 }} }} {levels} fragment F40 on Visit {{ id }} "
            + $"fragment G40 on Visit {{ id }}";
        var watch = Stopwatch.StartNew();

        Assert.Contains(await Run.Code(document), (string[])["limit_merging", "limit_depth", "limit_fields"]);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
    }

    [Fact]
    public void Ten_thousand_fragments_in_a_row_validate()
    {
        var document = Parser.Parse(Chain(10_000, ""), new ParseLimits(1_000_000));

        Assert.Empty(GraphQL.Validation.Validator.Validate(new Clinic().Schema(), document));
    }

    [Theory]
    [InlineData("{ many(first: 10) { many(first: 10) { many(first: 10) { many(first: 10) { n } } } } }", "{}")]
    [InlineData("query ($n: Int) { many(first: $n) { many(first: $n) { many(first: $n) { n } } } }", """{"n":90}""")]
    public async Task What_could_touch_too_much_is_refused(string document, string variables) =>
        Assert.Contains("limit_cost", await Run.Text(Numbers(), document, variables));

    [Fact]
    public async Task What_touches_little_may_nest() => Assert.StartsWith("{\"data\"", await Run.Text(
        Numbers(), "query ($n: Int) { many(first: $n) { many(first: $n) { n } } }", """{"n":9}"""));

    [Fact]
    public async Task The_rows_of_an_answer_are_counted()
    {
        var few = new GraphOptions { Limits = new GraphLimits { RowsMax = 50 } };

        Assert.StartsWith(
            """{"data":null,"errors":[{"message":"The answer holds more than 50 objects.""",
            await Run.Text(Numbers(), "{ many(first: 9) { many(first: 9) { n } } }", options: few));
    }

    [Theory]
    [InlineData("{ texts { text } }")]
    [InlineData("{ texts { a: text b: text c: text d: text e: text f: text g: text h: text } }")]
    public async Task The_bytes_of_an_answer_are_counted(string document)
    {
        var small = new GraphOptions { Limits = new GraphLimits { AnswerBytesMax = 100_000 } };

        Assert.Equal(
            """
            {"data":null,"errors":[{"message":"The answer has more than 100000 bytes.","extensions":{"code":"limit_answer"}}]}
            """,
            await Run.Text(Texts(), document, options: small));
        Assert.StartsWith("""{"data":{"texts":[{""", await Run.Text(Texts(), document));
    }

    [Fact]
    public async Task An_answer_tells_how_its_memory_grows_and_gives_all_of_it_back()
    {
        var (held, most) = (0L, 0L);
        var engine = new GraphEngine(Texts());
        var request = new GraphRequest("{ texts { text } }")
        {
            Hold = bytes => most = Math.Max(most, held += bytes),
        };

        using (var answer = await engine.Execute(request, TestContext.Current.CancellationToken))
            Assert.InRange(held, answer.Json.Length, 4 * answer.Json.Length);

        Assert.Equal(0, held);
        Assert.InRange(most, 200_000, 2_000_000);
    }

    [Fact]
    public async Task A_host_that_has_no_memory_left_ends_the_request()
    {
        var options = new GraphOptions { Explain = wrong => new GraphError("full", wrong.Message) };
        var request = new GraphRequest("{ texts { text } }")
        {
            Hold = bytes => _ = bytes > 0 ? throw new InvalidOperationException("Nothing left.") : bytes,
        };

        using var answer = await new GraphEngine(Texts(), options).Execute(
            request, TestContext.Current.CancellationToken);

        Assert.Equal("""{"data":null,"errors":[{"message":"Nothing left.","extensions":{"code":"full"}}]}""", $"{answer}");
    }

    [Fact]
    public async Task An_error_that_ends_the_request_leaves_nothing_of_it()
    {
        var g = new SchemaBuilder();
        g.Query.Field("fine", Scalars.Int.OrNull(), _ => (_, _) => new(1));
        g.Query.Field("full", Scalars.Int.OrNull(), _ => (_, _) => throw new InvalidOperationException("Full."));
        var options = new GraphOptions { Explain = wrong => new GraphError("full", wrong.Message) { EndsRequest = true } };

        Assert.Equal(
            """{"data":null,"errors":[{"message":"Full.","extensions":{"code":"full"}}]}""",
            await Run.Text(g.Build(), "{ fine full }", options: options));
    }

    [Fact]
    public async Task A_mutation_that_says_too_much_has_changed_what_it_changed()
    {
        var g = new SchemaBuilder();
        g.Query.Field("fine", Scalars.Int.OrNull(), _ => (_, _) => new(1));
        g.Mutation.Field("write", Scalars.String, _ => (_, _) => new(new string('x', 200_000)));
        var small = new GraphOptions { Limits = new GraphLimits { AnswerBytesMax = 100_000 } };

        Assert.Contains("What it changed stays.", await Run.Text(g.Build(), "mutation { write }", options: small));
    }

    [Fact]
    public async Task A_request_is_let_in_by_its_cost_and_leaves_when_it_is_answered()
    {
        var (costs, inside) = (new List<long>(), 0);
        var options = new GraphOptions
        {
            Admit = (cost, _, _) =>
            {
                costs.Add(cost);
                inside++;
                return new(new Place(() => inside--));
            },
        };

        await Run.Text(Numbers(), "{ many(first: 3) { n } }", options: options);
        await Run.Text(Numbers(), "{ unknown }", options: options);

        Assert.Equal([4], costs);
        Assert.Equal(0, inside);
    }

    [Fact]
    public async Task Who_is_not_let_in_is_told_why()
    {
        var options = new GraphOptions
        {
            Explain = wrong => new GraphError("busy", wrong.Message),
            Admit = (_, _, _) => throw new InvalidOperationException("Later."),
        };

        using var answer = await new GraphEngine(Numbers(), options).Execute(
            new GraphRequest("{ many { n } }"), TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.Busy, answer.Outcome);
        Assert.Equal("""{"errors":[{"message":"Later.","extensions":{"code":"busy"}}]}""", $"{answer}");
    }

    [Theory]
    [InlineData("{ of(ids: [1, 2, 3, 4]) { n } }", "{}", 5)]
    [InlineData("query ($ids: [Int!]!) { of(ids: $ids) { n } }", """{"ids":[1,2,3,4,5]}""", 6)]
    public async Task A_list_that_is_asked_for_counts_by_its_length(string document, string variables, long expected)
    {
        var costs = new List<long>();
        var g = new SchemaBuilder();
        var number = g.Object<int>("Number").Int("n", n => n);
        g.Query.Field("of", number.List(), f =>
        {
            var ids = f.Arg("ids", Scalars.Int.List());
            f.Rows(1, 1000, ids.Name);
            return (args, _) => new(args.Get(ids));
        });
        var options = new GraphOptions
        {
            Admit = (cost, _, _) =>
            {
                costs.Add(cost);
                return default;
            },
        };

        await Run.Text(g.Build(), document, variables, options);

        Assert.Equal([expected], costs);
    }

    sealed class Place(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }

    static Schema Texts()
    {
        var g = new SchemaBuilder();
        var text = g.Object<string>("Text").String("text", one => one);
        g.Query.Field("texts", text.List(), _ => (_, _) => new([.. Enumerable.Repeat(new string('x', 20_000), 10)]));
        return g.Build();
    }

    [Fact]
    public async Task Errors_beyond_the_limit_are_only_counted()
    {
        var few = new GraphOptions { Limits = new GraphLimits { ErrorsMax = 3 } };

        var answer = await Run.Text(Numbers(), "{ many(first: 10) { bad } }", options: few);

        Assert.EndsWith("""],"extensions":{"errorsNotShown":7}}""", answer);
    }

    [Fact]
    public async Task Variables_that_do_not_fit_are_told_up_to_the_limit()
    {
        var few = new GraphOptions { Limits = new GraphLimits { ErrorsMax = 3 } };
        var variables = string.Join(' ', Enumerable.Range(0, 500).Select(i => $"$v{i}: Int!"));
        var uses = string.Join(' ', Enumerable.Range(0, 500).Select(i => $"a{i}: many(first: $v{i}) {{ n }}"));

        var answer = await Run.Text(Numbers(), $"query ({variables}) {{ {uses} }}", options: few);

        Assert.Equal(4, answer.Split("bad_variables").Length - 1);
        Assert.Contains("Too many variables have invalid values", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_ends()
    {
        var g = new SchemaBuilder();
        g.Query.Field("slow", Scalars.Int.OrNull(), _ => async (_, context) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(1), context.Cancel);
            return 1;
        });
        var quick = new GraphOptions { Limits = new GraphLimits { TimeMax = TimeSpan.FromMilliseconds(50) } };

        Assert.Contains("\"timeout\"", await Run.Text(g.Build(), "{ slow }", options: quick));
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_request()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        var engine = new GraphEngine(new Clinic().Schema());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await engine.Execute(new GraphRequest("{ visits { id } }"), gone.Token));
    }

    [Fact]
    public void A_document_is_kept_at_its_second_sight_and_the_cache_stays_small()
    {
        var engine = new GraphEngine(new Clinic()
            .Schema(), new GraphOptions { Limits = new GraphLimits { CachedDocumentsMax = 10 } });
        var document = Encoding.UTF8.GetBytes("{ echo }");
        var first = engine.Find(document);
        var second = engine.Find(document);

        Assert.NotSame(first, second);
        Assert.Same(second, engine.Find(document));
        for (var i = 0; i < 100; i++)
        {
            engine.Find(Encoding.UTF8.GetBytes($"{{ a{i}: echo }}"));
            engine.Find(Encoding.UTF8.GetBytes($"{{ a{i}: echo }}"));
        }
        Assert.InRange(engine.CachedDocuments, 1, 10);
    }

    static Schema Numbers()
    {
        var g = new SchemaBuilder();
        var number = g.Object<int>("Number").Int("n", n => n)
            .Field("bad", Scalars.Int.OrNull(), int? (_) => throw new GraphException("bad", "Bad."));
        number.Field<IReadOnlyList<int>>("many", number.List(), Many<int>);
        g.Query.Field<IReadOnlyList<int>>("many", number.List(), Many<Root>);
        return g.Build();
    }

    static Func<T, Args, FieldContext, IReadOnlyList<int>> Many<T>(FieldBuilder f)
    {
        var first = f.Arg("first", Scalars.Int.OrNull());
        f.Rows(20, 100, first);
        return (_, args, _) => [.. Enumerable.Range(0, args.Get(first) ?? 20)];
    }

    static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    static string Aliases(string name, int count) =>
        string.Join(" ", Enumerable.Range(0, count).Select(i => $"a{i}: {name}"));

    static string Nested(string open, string inside, int times, string close) =>
        $"{Repeat(open, times)} {inside} {Repeat(close, times)}";

    static string Chain(int length, string beside) => "{ ...F0 }" + string.Concat(Enumerable.Range(0, length)
        .Select(i => $" fragment F{i} on Query {{ {beside}{(i + 1 < length ? $"...F{i + 1}" : "echo")} }}"));

    static string Doubling(int levels) => "{ visits { ...F0 } }" + string.Concat(Enumerable.Range(0, levels)
        .Select(i => $" fragment F{i} on Visit {{ {(i + 1 < levels ? $"...F{i
            + 1} ... on Visit {{ ...F{i + 1} }}" : "id")} }}"));
}
