using System.Globalization;
using System.Text.RegularExpressions;
using Kalends.Tests.Kit;
using Kalends.Web.Languages;

namespace Kalends.Tests.Web;

/// <summary>The pages speak the languages of their visitors.</summary>
public sealed partial class LanguageTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    public static TheoryData<string> Others => new(Texts.All.Skip(1).Select(texts => texts.Tag));

    [Theory]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de", "Termin buchen")]
    [InlineData("fr,sv;q=0.5,de;q=0.2", "sv", "Boka tid")]
    [InlineData("de;q=0,en", "en", "Book an appointment")]
    [InlineData("ja", "en", "Book an appointment")]
    [InlineData("!", "en", "Book an appointment")]
    public async Task A_page_is_in_the_language_that_the_browser_asks_for(string asked, string tag, string words)
    {
        using var visitor = new PageVisitor(app);

        var page = (await visitor.Get("/", ("Accept-Language", asked))).Is(200);

        Assert.Contains($"<html lang=\"{tag}\"", page.Text, StringComparison.Ordinal);
        Assert.Contains(words, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_that_was_chosen_by_a_link_counts_more_and_lasts()
    {
        using var visitor = new PageVisitor(app);

        var chosen = (await visitor.Get("/preferences?language=sv&return_to=/guide")).Is(303);
        var page = (await visitor.Get("/", ("Accept-Language", "de"))).Is(200);

        Assert.Equal("/guide", chosen.Headers["Location"]);
        Assert.Contains("<html lang=\"sv\"", page.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Others))]
    public void A_language_has_its_own_words_with_the_same_places(string tag)
    {
        var (english, other) = (Texts.All[0], Texts.All.Single(texts => texts.Tag == tag));
        var words = Words(english, other).ToList();

        Assert.All(words, text => Assert.False(string.IsNullOrWhiteSpace(text.Other), text.Name));
        Assert.All(words, text => Assert.Equal(
            Places().Matches(text.English).Select(place => place.Value).Order(),
            Places().Matches(text.Other).Select(place => place.Value).Order()));
        Assert.True(words.Count(text => text.English != text.Other) > words.Count * 0.85);
    }

    [Theory, MemberData(nameof(Others))]
    public void A_language_has_a_sentence_for_the_same_refusals(string tag) => Assert.Equal(
        Texts.All[0].Refusals.Keys.Order(), Texts.All.Single(texts => texts.Tag == tag).Refusals.Keys.Order());

    [Fact]
    public void Refusals_with_a_sentence_of_their_own_are_those_of_the_catalogue() => Assert.Empty(
        Texts.All[0].Refusals.Keys.Except(Platform.Refusals.All.Select(refusal => refusal.Code)));

    [Theory]
    [InlineData("en", "Monday 7 January", "Mon 7 Jan, 14:05", "January 2030", "1,234.50 EUR")]
    [InlineData("de", "Montag, 7. Januar", "Mo 7. Jan., 14:05", "Januar 2030", "1.234,50 EUR")]
    [InlineData("sv", "måndag 7 januari", "mån 7 jan., 14:05", "januari 2030", "1\u00a0234,50 EUR")]
    public void Days_and_amounts_are_written_as_the_language_writes_them(
        string tag, string day, string moment, string month, string money)
    {
        var texts = Texts.All.Single(one => one.Tag == tag);
        var at = new LocalDateTime(2030, 1, 7, 14, 5).InUtc();

        Assert.Equal(
            (day, moment, month, money),
            (texts.Day(at.Date), texts.BriefMoment(at), texts.Month(new YearMonth(2030, 1)),
                texts.Money(123450, "EUR").Replace('\u202f', '\u00a0')));
    }

    [Fact]
    public void The_language_of_a_page_is_no_language_of_a_thread() =>
        Assert.Equal(CultureInfo.InvariantCulture, CultureInfo.CurrentCulture);

    /// <summary>All texts of two languages side by side, those of the parts of the console included.</summary>
    static IEnumerable<(string Name, string English, string Other)> Words(object english, object other)
    {
        foreach (var text in english.GetType().GetProperties().Where(text => text.CanWrite))
            if (text.PropertyType == typeof(string))
                yield return (text.Name, (string)text.GetValue(english)!, (string)text.GetValue(other)!);
            else if (text.PropertyType.Name.EndsWith("Texts", StringComparison.Ordinal))
                foreach (var word in Words(text.GetValue(english)!, text.GetValue(other)!))
                    yield return word;
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Places();
}
