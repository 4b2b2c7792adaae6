using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kalends.Platform.Unicode;

namespace Kalends.Tests.Unicode;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("  Ann\t", "Ann")]
    [InlineData("\u00a0\u3000Lee\u200b", "Lee")]
    [InlineData("\ufeff\u2003Ann Lee\u2029", "Ann Lee")]
    [InlineData("\u202aAnn\u202c", "Ann")]
    [InlineData("Ann\u00a0Lee", "Ann\u00a0Lee")]
    [InlineData("\u200d\u2060\u3164", "")]
    [InlineData("", "")]
    [InlineData("\u2764\ufe0f", "\u2764\ufe0f")]
    public void What_shows_nothing_is_taken_off_the_ends(string text, string trimmed) =>
        Assert.Equal(trimmed, Spelling.Trimmed(text));

    [Fact]
    public void What_is_visible_inside_stays() =>
        Assert.Equal("a b\u00a0c", Spelling.Visible("\u200ba b\u00a0\u00adc\u2060"));

    [Theory]
    [InlineData("a\u0308", "\u00e4")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\u0438\u0306", "\u0439")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\u00bd", "\u00bd")]
    public void A_text_has_one_spelling(string text, string composed) =>
        Assert.Equal(composed, Spelling.Composed(text));

    [Fact]
    public void What_is_no_Unicode_has_none() =>
        Assert.All((string[])["x\ud800", "\udc00x", "\ufffe"], text => Assert.Null(Spelling.Composed(text)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("e\u0301x\u0302\u0303", 2)]
    [InlineData("\U0001f600\U00020bb7", 2)]
    [InlineData("\U0001f468\u200d\U0001f469\u200d\U0001f467", 1)]
    [InlineData("\U0001f1f8\U0001f1ea\U0001f1e9\U0001f1ea", 2)]
    [InlineData("\u1112\u1161\u11ab", 1)]
    public void Characters_are_counted_as_people_count_them(string text, int length) =>
        Assert.Equal(length, Spelling.LengthOf(text));

    [Fact]
    public void A_character_has_no_more_marks_than_people_write()
    {
        Assert.True(Spelling.Fits("e" + new string('\u0301', 10), 1));
        Assert.False(Spelling.Fits("e" + new string('\u0301', 1_000_000), 1));
        Assert.False(Spelling.HasRoom("e" + new string('\u0301', 1_000_000), 4000));
        Assert.False(Spelling.Fits("ee", 1));
    }

    [Fact]
    public void As_many_characters_of_any_kind_fit_as_the_limit_says() => Prop.ForAll(
        Gen.Choose(1, 4000).ToArbitrary(),
        Gen.Elements("a", "\u00e4", "\u6f22", "\U0001f600", "\U00020bb7", "x\u0301").ToArbitrary(),
        (most, character) =>
        {
            var full = new StringBuilder().Insert(0, character, most).ToString();
            return Spelling.Fits(full, most) && !Spelling.Fits(full + character, most);
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Composing_and_trimming_twice_changes_nothing() => Prop.ForAll<NonNull<string>>(given =>
    {
        var once = Spelling.Composed(Spelling.Trimmed(given.Get));
        return once is null || once == Spelling.Composed(Spelling.Trimmed(once));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
