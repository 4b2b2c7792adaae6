using System.Text;
using System.Text.Json.Nodes;
using Kalends.Directory.Search;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Directory.Search;

/// <summary>People and skills are found as people type them.</summary>
public abstract class SpellingSearchTests
{
    readonly TestApp _app;

    protected SpellingSearchTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData("Müller", "müller MÜLLER muller Muller mullr", "mutter")]
    [InlineData("Frühwirth", "frühwirth fruhwirth FRÜHWIRTH", "fuhrwirt")]
    [InlineData("Groß", "groß gross GROSS grosz", "grus")]
    [InlineData("Łukasz", "łukasz lukasz ŁUKASZ", "jukasz1")]
    [InlineData("Søren", "søren soren", "saren1")]
    [InlineData("Phạm", "phạm pham", "phim")]
    [InlineData("Đặng", "đặng dang Đang", "danh")]
    [InlineData("Vũ Đức", "vu+duc đức+vũ", "vu+duch")]
    [InlineData("Nguyễn", "nguyễn nguyen nguyên", "nguyin1")]
    [InlineData("Γιώργος", "γιώργος γιωργος ΓΙΏΡΓΟΣ giorgos", "γιανης")]
    [InlineData("Νίκη", "νίκη νικη ΝΊΚΗ niki", "νινη")]
    [InlineData("Пётр", "пётр петр ПЁТР petr", "павел")]
    [InlineData("Юрій", "юрій юрі yuriy", "юлия")]
    [InlineData("Мой", "мой moy", "май")]
    [InlineData("김철수", "김철수 김 철수 수 gimcheolsu gim cheolsu", "박철수")]
    [InlineData("Işık", "ışık işık isik ISIK", "asik")]
    [InlineData("İnci", "inci İNCİ INCI incı", "anci")]
    [InlineData("Øyvind", "øyvind oyvind", "eyvind1")]
    [InlineData("Şahin", "şahin sahin", "zahir1")]
    [InlineData("Jean-Luc", "jean-luc jeanluc jean+luc luc Jean–Luc jean’luc luc+jean jeanl", "jeanne-luc lucjean")]
    [InlineData("O'Dea", "odea o'dea o+dea O’DEA dea ode", "oleander")]
    [InlineData("Odea", "odea o'dea o-dea", "o+dea")]
    [InlineData(
        "Anne-Marie-Louise", "annemarie marielouise louise annemarielouise marie-louise anne+louise", "louisemarie")]
    [InlineData("李小龙", "李 李小 李小龙 小龙 龙 li lixiao xiaolong 李+龙 小龙+李", "里 李龙 力 李小隆")]
    [InlineData("里", "里 li", "李")]
    [InlineData("東京タワー", "東京 京タワー タワー タワ tawa たわ", "西京")]
    [InlineData("さくら", "さくら サクラ sakura くら", "さるく")]
    [InlineData("ภาษาไทย", "ภาษาไทย ไทย ษา", "ไทร")]
    [InlineData("محمد", "محمد mhmd", "احمد1")]
    [InlineData("שלום", "שלום", "שקל")]
    [InlineData("हिन्दी", "हिन्दी hindi", "मराठी")]
    [InlineData("ABC株式会社", "abc 株式 abc株式 会社 株式会社", "abd")]
    public async Task A_name_is_found_as_people_type_it_composed_or_not(string name, string texts, string others)
    {
        var skill = await Enter(name);
        foreach (var text in texts.Split(' '))
            foreach (var typed in (string[])[text, text.Normalize(NormalizationForm.FormD)])
                Assert.True(await Finds(typed, skill), $"{name} was not found by {typed}");
        foreach (var text in others.Split(' '))
            Assert.False(await Finds(text, skill), $"{name} was found by {text}");
    }

    [Fact]
    public async Task Skills_are_found_alike_and_over_GraphQL_alike()
    {
        var tag = Guid.NewGuid().ToString("N");
        (await _app.Admin.Post("/v1/providers", new { name = "a", skills = new[] { $"Physiothérapie {tag}" } }))
            .Is(201);

        foreach (var text in (string[])["physiotherapie", "PHYSIOTHÉRAPIE", "physioterapie"])
        {
            Assert.Single((await _app.Admin.Get($"/v1/providers?text={text}+{tag}")).Is(200)["items"]!.AsArray());
            Assert.Single((await _app.Admin.Ask(
                "query($t: String) { providers(text: $t) { edges { node { name } } } }", new { t = $"{text} {tag}" }))
                .Data()["providers"]!["edges"]!.AsArray());
        }
    }

    [Fact]
    public async Task Who_is_written_as_it_was_typed_stands_before_the_others_page_by_page()
    {
        var skill = $"x{Guid.NewGuid():N}";
        var made = new Dictionary<long, string>();
        foreach (var name in (string[])
            ["Muller One", "Müller Two", "Mullet", "Muller Three", "Müller Four", "Muellerin", "Müllers Five"])
            made[await Enter(name, skill)] = name;

        Assert.Equal(
            ["Müller Two", "Müller Four", "Müllers Five", "Muller One", "Mullet", "Muller Three"],
            await Names("text=Müller"));
        Assert.Equal(
            ["Muller One", "Müller Two", "Mullet", "Muller Three", "Müller Four", "Müllers Five"],
            await Names("text=muller"));
        Assert.Equal(await Names("text=muller"), await Names("text=Müller&order=id"));
        Assert.Equal(["Müller Two", "Muller One"], (await Names("text=Müller+tw") is var two
            ? two.Concat(await Names("text=Müller+on")) : []));

        async Task<List<string>> Names(string query)
        {
            var (seen, next) = (new List<string>(), "");
            do
            {
                var page = (await _app.Admin.Get(
                    $"/v1/providers?skills={skill}&{query}&limit=2&cursor={next}")).Is(200);
                seen.AddRange(page["items"]!.AsArray().Select(item => made[(long)item!["id"]!]));
                next = (string?)page["next"] ?? "";
            }
            while (next != "");
            return seen;
        }
    }

    [Fact]
    public async Task What_a_name_adds_to_the_index_has_a_bound()
    {
        var random = new Random(1);
        var longest = string.Concat(Enumerable.Range(0, 250).Select(_ => (char)random.Next(0x4e00, 0x9f00)));

        var words = SearchTerms.Of(longest);

        Assert.InRange(words.All.Count, 40, 82);
        Assert.InRange(words.Varied.Count, 1, 1);
        Assert.All(words.All, word => Assert.InRange(word.Length, 1, SearchTerms.LengthMax));
        Assert.InRange(SearchTerms.Of(string.Join('-', Enumerable.Repeat("ab", 83))).All.Count, 2, 84);
        var made = await _app.Admin.Post("/v1/providers", new
        {
            name = longest,
            skills = Enumerable.Range(0, 50).Select(_ => string.Concat(
                Enumerable.Range(0, 100).Select(_ => (char)random.Next(0xac00, 0xd7a3)))),
        });
        Assert.Equal(made.Is(201).Id, (long)Assert.Single((await _app.Admin.Get(
            $"/v1/providers?text={Uri.EscapeDataString(longest[20..100])}")).Is(200)["items"]!.AsArray())!["id"]!);
    }

    async Task<string> Enter(string name)
    {
        var skill = $"x{Guid.NewGuid():N}";
        await Enter(name, skill);
        return skill;
    }

    async Task<long> Enter(string name, string skill) =>
        (await _app.Admin.Post("/v1/providers", new { name, skills = new[] { skill } })).Is(201).Id;

    async Task<bool> Finds(string text, string skill)
    {
        var asked = string.Join('+', text.Split('+').Select(Uri.EscapeDataString));
        return (await _app.Admin.Get($"/v1/providers?skills={skill}&text={asked}")).Is(200)["items"] is JsonArray
        {
            Count: 1,
        };
    }
}

public sealed class SpellingSearchTestsOnSqlite(SqliteApp app) : SpellingSearchTests(app), IClassFixture<SqliteApp>;

public sealed class SpellingSearchTestsOnPostgres(PostgresApp app)
    : SpellingSearchTests(app), IClassFixture<PostgresApp>;
