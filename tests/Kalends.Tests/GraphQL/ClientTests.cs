using System.Text.Json.Nodes;
using Kalends.Tests.Contracts;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>Apollo Client and urql as applications use them, with documents by their hashes and by their ids.</summary>
public sealed class ClientTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    const string Folder = "tests/Kalends.Tests/GraphQL/Clients";

    static readonly string Trusted =
        $"--Kalends:GraphQL:TrustedDocuments={Path.Combine(SourceTree.Root, Folder, "documents")}";

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    public async Task Clients_register_their_documents_once_and_then_send_hashes(string manner)
    {
        await using var _ = await app.Restart("--Kalends:GraphQL:Documents=automatic");

        var (apollo, urql) = await Run(manner);

        // Apollo Client registers in a body whatever the method of its questions, urql by the same method.
        Assert.Equal([.. Twice(manner, "POST"), .. Twice("POST", "POST"), .. Twice(manner, "POST")], apollo.Sent);
        Assert.Equal([.. Twice(manner, manner), .. Twice("POST", "POST"), .. Twice(manner, manner)], urql.Sent);
        AssertAnswered(apollo, urql);

        static string[] Twice(string method, string registering) =>
            [$"{method} hash 200", $"{registering} text hash 200", $"{method} hash 200"];
    }

    [Fact]
    public async Task Clients_fall_back_to_texts_where_nothing_is_registered()
    {
        var (apollo, urql) = await Run("POST");

        // Apollo Client tries once more after an answer that has errors.
        Assert.Equal("hash, text, text, text, text, text, hash, text", Short(apollo));
        Assert.Equal("hash, text, text, text, text, text, text", Short(urql));
        AssertAnswered(apollo, urql);

        static string Short(Report report) => string.Join(", ", report.Sent)
            .Replace("POST ", "", StringComparison.Ordinal).Replace(" 200", "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("any")]
    [InlineData("trusted")]
    public async Task Clients_name_trusted_documents_by_their_ids(string documents)
    {
        await using var _ = await app.Restart(Trusted, $"--Kalends:GraphQL:Documents={documents}");

        var (apollo, urql) = await Run("id");

        Assert.Equal(Enumerable.Repeat("POST hash 200", 6), apollo.Sent);
        Assert.Equal(Enumerable.Repeat("POST id 200", 6), urql.Sent);
        AssertAnswered(apollo, urql);
    }

    [Fact]
    public async Task Clients_with_documents_of_their_own_are_told_that_these_are_not_trusted()
    {
        await using var _ = await app.Restart(Trusted, "--Kalends:GraphQL:Documents=trusted");

        var (apollo, urql) = await Run("POST");

        Assert.All([.. apollo.Got, .. urql.Got], answer => Assert.Equal("document_not_trusted", (string?)answer));
    }

    async Task<(Report Apollo, Report Urql)> Run(string manner)
    {
        var address = new Uri(app.Address, "/graphql").ToString();
        var output = JsonNode.Parse(await NodeScript.Run(Folder, "run.mjs", manner, address, app.Admin.Token!))!;
        return (Read("apollo"), Read("urql"));

        Report Read(string client) => new(
            [.. output[client]!["sent"]!.AsArray().Select(request => (string)request!)],
            [.. output[client]!["got"]!.AsArray()]);
    }

    static void AssertAnswered(params Report[] reports) => Assert.All(reports, report =>
    {
        Assert.All(report.Got.Take(2), me => Assert.NotNull(me!["username"]));
        Assert.Equal(
            ["First", "Second"], report.Got.Skip(2).Take(2).Select(made => (string?)made!["provider"]!["name"]));
        Assert.Equal(["not_found", "not_found"], report.Got.Skip(4).Select(missing => (string?)missing));
    });

    sealed record Report(List<string> Sent, List<JsonNode?> Got);
}
