using System.Text;
using Kalends.Platform;
using Kalends.Platform.GraphQL;

namespace Kalends.Tests.GraphQL;

public sealed class TrustedFilesTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_holds_documents_under_the_names_of_their_files_and_manifests()
    {
        Write("Me.graphql", "{ me { id } }");
        Write("Two.gql", "{ __typename }");
        Write("generated.json", """{"sha256:0a":"{ a }","Me":"{ me { id } }"}""");
        Write("apollo.json", """
            {"format":"apollo-persisted-query-manifest","version":1,"operations":[
            {"id":"9f","name":"B","type":"query","body":"query B { b }"}]}
            """);
        Write("README.md", "What these are.");

        Assert.Equal("9f: query B { b }; Me: { me { id } }; Two: { __typename }; sha256:0a: { a }", Read(_folder));
    }

    [Fact]
    public void One_file_may_hold_them_all() =>
        Assert.Equal("a: { a }", Read(Write("generated.json", """{"a":"{ a }"}""")));

    [Theory]
    [InlineData("x.json", "{", "cannot be read")]
    [InlineData("x.json", "[]", "must hold a JSON object")]
    [InlineData("x.json", """{"a":1}""", "must hold documents as texts")]
    [InlineData("x.json", """{"a":"{ a }","a":"{ b }"}""", "cannot be read")]
    [InlineData("x.json", """{"a b":"{ a }"}""", "has an id")]
    [InlineData("x.json", """{"":"{ a }"}""", "has an id")]
    [InlineData("x.json", """{"a":"\ud800"}""", "not valid Unicode")]
    [InlineData("x.json", """{"format":"apollo-persisted-query-manifest"}""", "a list of operations")]
    [InlineData("x.json", """{"format":"apollo-persisted-query-manifest","operations":[{"id":"a"}]}""", "a body")]
    [InlineData("x.json", """{"format":"apollo-persisted-query-manifest","operations":[7]}""", "a body")]
    [InlineData("b c.graphql", "{ a }", "has an id")]
    [InlineData("a.graphql", "{ other }", "to another document")]
    [InlineData("x.txt", "{ a }", "holds no document", false)]
    public void What_cannot_be_taken_is_told_in_one_sentence(
        string name, string text, string rule, bool besideAnother = true)
    {
        if (besideAnother)
            Write("Z.json", """{"a":"{ a }"}""");
        Write(name, text);

        var refused = Assert.Throws<StartRefused>(() => Read(_folder));

        Assert.StartsWith("Kalends:GraphQL:TrustedDocuments is not valid: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_folder, refused.Message, StringComparison.Ordinal);
        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void A_path_that_leads_nowhere_is_told()
    {
        var refused = Assert.Throws<StartRefused>(() => Read(_folder + "/nothing"));

        Assert.Contains("cannot be read", refused.Message, StringComparison.Ordinal);
    }

    static string Read(string path) => string.Join("; ", TrustedFiles.Read(path)
        .OrderBy(document => document.Key, StringComparer.Ordinal)
        .Select(document => $"{document.Key}: {Encoding.UTF8.GetString(document.Value)}"));

    string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        return Path.Combine(_folder, name);
    }
}
