using System.Text.RegularExpressions;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

/// <summary>The program on machines whose owners speak other languages than its writers.</summary>
public sealed partial class LanguageTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_it_answers_does_not_depend_on_the_language_of_the_machine()
    {
        var plain = await Answers("C.UTF-8");

        // A comma before decimals; a capital I that is no small i; a minus that is no hyphen; digits that are no ASCII.
        foreach (var language in (string[])["de_DE.UTF-8", "tr_TR.UTF-8", "sv_SE.UTF-8", "ar_EG.UTF-8"])
            Assert.Equal(plain, await Answers(language));
    }

    [Fact]
    public async Task Without_the_rules_of_Unicode_a_start_is_refused_in_one_sentence()
    {
        var (code, words) = await ChildServer.RunToEnd(
            [("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")], $"--Kalends:Database={_folder}/none.db");

        Assert.Equal(1, code);
        Assert.Contains("libicu72", Assert.Single(words.Split('\n')), StringComparison.Ordinal);
        Assert.Empty(System.IO.Directory.GetFiles(_folder));
    }

    async Task<List<string>> Answers(string language)
    {
        await using var server = await ChildServer.Start(
            [("LANG", language), ("LC_ALL", language)], $"--Kalends:Database={_folder}/{language}.db", "--demo");
        var admin = await server.SignIn("TEST_USER", "password");
        var answers = new List<string>();

        async Task Take(Task<Answer> asked) => answers.Add(Passing().Replace((await asked).Text, "…"));

        await Take(admin.Post("/v1/users", new { username = "INGRID I", password = "long enough", roles = Client }));
        await server.SignIn("ingrid i", "long enough");
        await Take(admin.Post("/v1/event-types", new { name = "Visit", currency = "EUR", amount = 123_450 }));
        await Take(admin.Post("/v1/event-types", new { name = "Visit", currency = "EUR", amount = -1 }));
        await Take(admin.Post("/v1/providers/1/reviews", new { rating = 4.25 }));
        await Take(admin.Post("/v1/providers/1/reviews", new { rating = 4.5, comment = "İyi" }));
        await Take(admin.Get("/v1/providers?text=JI&order=match&cost_max=100000"));
        // A place in this order is negative.
        var first = await admin.Get("/v1/providers?order=cost_desc&limit=1");
        await Take(admin.Get($"/v1/providers?order=cost_desc&limit=1&cursor={first.Is(200)["next"]}"));
        await Take(admin.Ask(
            "{ providers(ratingMin: 4.5, language: \"EN\") { edges { node { name rating { mean } } } } }"));
        await Take(admin.Get("/openapi/v1.json"));
        await Take(admin.Get("/graphql/schema.graphql"));
        return answers;
    }

    static readonly string[] Client = ["client"];

    // Days and instants, ids of users and of requests.
    [GeneratedRegex(@"\d{4}-\d\d-\d\d(T[0-9:.]+Z)?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}")]
    private static partial Regex Passing();
}
