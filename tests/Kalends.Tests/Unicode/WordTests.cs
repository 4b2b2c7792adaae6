using FsCheck;
using FsCheck.Fluent;
using Kalends.Platform.Unicode;

namespace Kalends.Tests.Unicode;

public sealed class WordTests
{
    [Theory]
    [InlineData("Müller", "müller", "muller")]
    [InlineData("MU\u0308LLER", "müller", "muller")]
    [InlineData("Groß", "gross", "gross")]
    [InlineData("Łukasz", "łukasz", "lukasz")]
    [InlineData("Đặng", "đặng", "dang")]
    [InlineData("Øyvind", "øyvind", "oyvind")]
    [InlineData("Þór", "þór", "thor")]
    [InlineData("İnci", "i\u0307nci", "inci")]
    [InlineData("IŞIK", "işik", "isik")]
    [InlineData("ışık", "ışık", "isik")]
    [InlineData("ΝΊΚΟΣ", "νίκοσ", "nikos")]
    [InlineData("Ёлкин", "ёлкин", "elkin")]
    [InlineData("Олегь", "олегь", "oleg")]
    [InlineData("김철수", "김철수", "gimcheolsu")]
    [InlineData("李", "李", "li")]
    [InlineData("さくら", "さくら", "sakura")]
    [InlineData("サクラ", "サクラ", "sakura")]
    [InlineData("ｻｸﾗ", "サクラ", "sakura")]
    [InlineData("𒀀", "𒀀", "")]
    [InlineData("Smith7", "smith7", "smith7")]
    public void A_word_has_its_own_letters_and_plain_ones(string run, string own, string plain) =>
        Assert.Equal(new Word(own, plain), Word.Of(run, 64));

    [Theory]
    [InlineData("Müller", "muller")]
    [InlineData("さくら", "sakura")]
    [InlineData("李", "李")]
    [InlineData("田中さん", "田中さん")]
    [InlineData("𒀀", "𒀀")]
    public void Chinese_is_looked_for_as_itself_and_other_letters_plainly(string run, string sought) =>
        Assert.Equal(sought, Word.Of(run, 64).Sought);

    [Theory]
    [InlineData("Jean-Luc O’Dea", "Jean+Luc O+Dea")]
    [InlineData("Anne‑Marie‑Louise", "Anne+Marie+Louise")]
    [InlineData("ジャン・リュック", "ジャン+リュック")]
    [InlineData("Thera\u00adpie می\u200cخواهم", "Thera+pie می+خواهم")]
    [InlineData("Jean--Luc - Luc O' Dea", "Jean Luc Luc O Dea")]
    [InlineData("2026-11-25 a-1 1-a", "2026 11 25 a 1 1 a")]
    [InlineData("a.b c/d e_f", "a b c d e f")]
    public void Hyphens_and_apostrophes_join_words(string text, string joined) =>
        Assert.Equal(joined, string.Join(' ', WordRuns.Joined(text).Select(runs => string.Join('+', runs))));

    [Theory]
    [InlineData("Smith", "Smith")]
    [InlineData("李小龙", "李·小·龙")]
    [InlineData("ABC株式会社1", "ABC|株·式·会·社|1")]
    [InlineData("한국어", "한·국·어")]
    [InlineData("ภาษาไทย", "ภ·า·ษ·า·ไ·ท·ย")]
    [InlineData("Νίκη", "Νίκη")]
    public void Scripts_without_blanks_come_apart_into_characters(string run, string stretches) =>
        Assert.Equal(stretches, string.Join('|', Scripts.Stretches(run).Select(one => one.Characters is null
            ? one.Text
            : string.Join('·', one.Characters))));

    [Fact]
    public void A_part_of_a_word_begins_as_the_word_does_and_every_word_is_bounded() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements("a", "É", "ß", "İ", "ž", "Ж", "李", "김", "ﷺ", "7", "😀", "\U00020bb7"), 40)
            .Select(string.Concat).ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (text, lengthMax) =>
        {
            var whole = Word.Of(text, lengthMax);
            for (var end = 0; end <= text.Length; end++)
                if (end == text.Length || !char.IsLowSurrogate(text[end]))
                {
                    var part = Word.Of(text[..end], lengthMax);
                    if (!whole.Own.StartsWith(part.Own, StringComparison.Ordinal)
                        || !whole.Plain.StartsWith(part.Plain, StringComparison.Ordinal))
                        return false;
                }
            return whole.Own.Length <= lengthMax && whole.Plain.Length <= lengthMax
                && whole.Plain.All(char.IsAsciiLetterOrDigit);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Stretches_are_the_run() => Prop.ForAll<NonNull<string>>(given =>
        string.Concat(Scripts.Stretches(given.Get).Select(one => one.Text)) == given.Get
        && Scripts.Stretches(given.Get).All(one => one.Characters is null || string.Concat(one.Characters) == one.Text))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
