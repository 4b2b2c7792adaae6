using System.Text;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Tests.Kit;

namespace Kalends.GraphQL.Tests.Language;

public sealed class FuzzTests
{
    const string Seed = """
        query Q($a: Int = 3, $b: [Kind!] = [ONE_OFF], $r: Range!) {
        visits { id therapist { name ...F visits { id @skip(if: true) } } }
        sum(range: $r) kinds(of: $b) e: echo(text: "x\u00e9\n") things { __typename ... on Visit { start } } }
        fragment F on Therapist { skills name: name @include(if: false) } mutation M { next fail }
        """;

    static readonly string[] Pieces =
        ["{", "}", "(", ")", "[", "]", "$a", ":", "...", "F", "on", "@skip", "\"", "\"\"\"", "1", "-", "1e9", "null",
            "!", "\\", "#", "\uFEFF", "é", "😀", "__typename", "fragment", "visits", " "];

    [Fact]
    public void Random_bytes_only_ever_give_syntax_errors()
    {
        var random = new Random(1);
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);

            Assert.NotEmpty(Errors(bytes));
        }
    }

    [Fact]
    public async Task Mutated_documents_only_ever_give_answers()
    {
        var random = new Random(2);
        var engine = new GraphEngine(new Clinic().Schema());
        for (var i = 0; i < 3_000; i++)
        {
            var text = new StringBuilder(Seed);
            for (var n = random.Next(1, 5); n > 0; n--) Mutate(text, random);
            var request = new GraphRequest(
                Encoding.UTF8.GetBytes(text.ToString()))
            { OperationName = random.Next(2) == 0 ? "Q" : null };

            using var answer = await engine.Execute(request, TestContext.Current.CancellationToken);

            Assert.DoesNotContain(answer.Errors, e => e.Code is "internal_error");
        }
    }

    static void Mutate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 12), text.Length - at);
        if (random.Next(2) == 0) text.Remove(at, length);
        else text.Insert(at, Pieces[random.Next(Pieces.Length)]);
        if (text.Length == 0) text.Append('{');
    }

    static IReadOnlyList<GraphError> Errors(byte[] bytes)
    {
        try
        {
            Parser.Parse(bytes);
            return [];
        }
        catch (GraphException error)
        {
            return [error.Error];
        }
    }
}
