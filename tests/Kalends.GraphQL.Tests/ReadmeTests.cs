using System.Runtime.CompilerServices;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_first_schema_of_the_readme_answers()
    {
        var answer = await FirstSchema();

        Assert.Equal(
            """{"data":{"books":[{"title":"Emma","author":{"name":"Jane Austen"}},{"title":"Persuasion","author":"""
                + """{"name":"Jane Austen"}},{"title":"Middlemarch","author":{"name":"George Eliot"}}]}}""",
            answer);
    }

    [Fact]
    public void The_first_schema_of_the_readme_is_the_one_tested_here()
    {
        var here = File.ReadAllText(Here());
        var readme = File.ReadAllText(
            Path.Combine(Path.GetDirectoryName(Here()) ?? "", "../../src/Kalends.GraphQL/README.md"));
        var code = readme.Split("```csharp\n")[1].Split("```")[0].Split("\n\n", 2)[1];

        Assert.Contains(Squeeze(code), Squeeze(here), StringComparison.Ordinal);
    }

    static async Task<string> FirstSchema()
    {
        var books = new List<Book> { new(1, "Emma", 7), new(2, "Persuasion", 7), new(3, "Middlemarch", 8) };
        var authors = new Dictionary<long, Author> { [7] = new(7, "Jane Austen"), [8] = new(8, "George Eliot") };

        var g = new SchemaBuilder();
        var author = g.Object<Author>("Author").Id("id", a => a.Id).String("name", a => a.Name);
        var book = g.Object<Book>("Book")
            .Id("id", b => b.Id)
            .String("title", b => b.Title)
            .One("author", author, b => (long?)b.AuthorId, (ids, context) =>
                new(authors.Where(a => ids.Contains(a.Key)).ToDictionary()));
        author.Batch("books", book.List(), _ => (parents, args, context) =>
            new([.. parents.Select(a => books.Where(b => b.AuthorId == a.Id).ToList())]));
        g.Query.Field("books", book.List(), f =>
        {
            var contains = f.Arg("contains", Scalars.String.OrNull());
            return (args, context) => new([.. books.Where(b => b.Title.Contains(args.Get(contains) ?? ""))]);
        });

        var engine = new GraphEngine(g.Build());
        using var answer = await engine.Execute(new GraphRequest("{ books { title author { name } } }"));
        return answer.ToString();
    }

    static string Squeeze(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    static string Here([CallerFilePath] string path = "") => path;

    sealed record Book(int Id, string Title, int AuthorId);

    sealed record Author(int Id, string Name);
}
