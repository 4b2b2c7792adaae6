using FsCheck;
using FsCheck.Fluent;
using Kalends.Events;

namespace Kalends.Tests.Events;

public sealed class WordTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" ,.!-_% ", "")]
    [InlineData("The buyer 3 has placed an order; the order!", "3 an buyer has order placed the")]
    [InlineData("snake_case kebab-case a.b", "a b case kebab snake")]
    [InlineData("ÄRGER Ärger", "ärger")]
    [InlineData("Ǆ ÇA Привет ΣΑΣ", "ça ǆ σασ привет")]
    [InlineData("東京 12月 ½", "12月 ½ 東京")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("a\u0301 b🙂c 𝐀", "a\u0301 b c 𝐀")]
    public void A_text_is_cut_into_runs(string text, string words) =>
        Assert.Equal(words, string.Join(' ', EventWords.Of(text)));

    [Theory]
    [InlineData("The buyer 3", "3 buyer the")]
    [InlineData("ÄRGER Ärger A\u0308rger", "arger")]
    [InlineData("Привет ΣΑΣ İzmir ǅ", "dz izmir privet sas")]
    [InlineData("हिन्दी", "hindi")]
    [InlineData("東京 12月 ½", "12 月 東京")]
    [InlineData("我在北京工作", "京工 北京 在北 工作 我在")]
    [InlineData("ABC株式", "abc 株式")]
    [InlineData("김철수", "김철 철수")]
    [InlineData("jean-luc o'dea", "dea jean luc o")]
    [InlineData(" ,.!-_% ", "")]
    public void A_question_asks_for_words_as_they_are_typed_plainly(string text, string words) =>
        Assert.Equal(words, string.Join(' ', EventWords.Asked(text)));

    [Fact]
    public void A_message_in_ASCII_costs_no_more_than_its_words() => Assert.Equal(
        ["7", "a", "buyer", "order", "placed"], EventWords.ToIndex("Buyer 7 placed a order"));

    /// <summary>What the search for words rests on: whatever may be asked for of a message is kept.</summary>
    [Fact]
    public void The_words_of_any_part_of_a_message_that_words_end_at_are_kept()
    {
        string[] some = ["Müller", "I\u0307zmir", "é", "e\u0301", "李", "小龙", "김철수", "ABC株", "Ωκ", "ไทย", "7"];
        var words = Gen.ArrayOf(Gen.Elements(some), 4)
            .Select(words => string.Join(' ', words)).ToArbitrary();

        Prop.ForAll(words, words, words, (before, asked, after) =>
        {
            var kept = EventWords.ToIndex($"{before}. {asked}-{after}");
            return EventWords.Asked(asked).All(kept.Contains);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void A_run_too_long_for_a_word_is_known_by_its_beginning_and_marked()
    {
        var indexed = EventWords.ToIndex(new string('x', 1000) + " end");

        Assert.Equal([EventWords.NotAll, "end", new string('x', EventWords.LengthMax)], indexed);
    }

    [Fact]
    public void A_word_is_never_cut_inside_a_character()
    {
        var word = EventWords.Small("x" + string.Concat(Enumerable.Repeat("𝒳", 200)));

        Assert.False(char.IsHighSurrogate(word[^1]));
    }

    /// <summary>What the search for literals rests on: a part of a text names the words that it is in.</summary>
    [Fact]
    public void The_parts_of_a_literal_are_in_the_words_of_every_text_that_has_it()
    {
        var texts = Gen.ArrayOf(Gen.Elements("a", "b", "É", "İ", "7", " ", ".", "_", "🙂", "𝐀", "ß"), 12)
            .Select(string.Concat).ToArbitrary();

        Prop.ForAll(texts, texts, texts, (before, literal, after) =>
        {
            var words = EventWords.Of(before + literal + after);
            return PhraseMatch.Of(literal).Parts.All(part => words.Exists(word => part.Fits switch
            {
                PhraseMatch.Fits.Whole => word == part.Text,
                PhraseMatch.Fits.Beginning => word.StartsWith(part.Text, StringComparison.Ordinal),
                PhraseMatch.Fits.End => word.EndsWith(part.Text, StringComparison.Ordinal),
                _ => word.Contains(part.Text, StringComparison.Ordinal),
            }));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Writing_backwards_twice_changes_nothing() => Prop.ForAll<NonNull<string>>(text =>
    {
        var word = string.Concat(text.Get.Where(c => !char.IsSurrogate(c)));
        return EventWords.Reversed(EventWords.Reversed(word)) == word;
    }).Check(Config.QuickThrowOnFailure);
}
