using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kalends.Platform.Unicode;

namespace Kalends.Tests.Unicode;

public sealed class CaselessTests
{
    // Those of Unicode's table of case foldings that one letter of theirs does not tell: one fold into several, several
    // into one.
    [Theory]
    [InlineData("ß ẞ SS ſs", "ss")]
    [InlineData("ﬀ FF", "ff")]
    [InlineData("ﬃ FFI", "ffi")]
    [InlineData("ﬆ ﬅ ST", "st")]
    [InlineData("ŉ ʼN", "ʼn")]
    [InlineData("և ԵՒ", "եւ")]
    [InlineData("ﬗ ՄԽ", "մխ")]
    [InlineData("ΐ Ϊ\u0301 \u1fd3", "ΐ")]
    [InlineData("ᾳ ᾼ ΑΙ", "αι")]
    [InlineData("Σ ς", "σ")]
    [InlineData("ϐ Β", "β")]
    [InlineData("\u212a K", "k")]
    [InlineData("\u212b Å", "å")]
    [InlineData("µ Μ", "μ")]
    [InlineData("ſ S", "s")]
    [InlineData("İ i\u0307", "i\u0307")]
    [InlineData("ı", "ı")]
    [InlineData("ꭰ Ꭰ", "ꭰ")]
    [InlineData("Ａ a ⓐ 𝐀", "a")]
    [InlineData("ﾊﾟ パ", "パ")]
    [InlineData("a\u00ad\u200bb AB", "ab")]
    public void Spellings_of_one_name_have_one_key(string spellings, string key) =>
        Assert.All(spellings.Split(' '), one => Assert.Equal(key, Caseless.Key(one)));

    [Theory]
    [InlineData("a", "ä")]
    [InlineData("i", "ı")]
    [InlineData("o", "ø")]
    [InlineData("李", "里")]
    [InlineData("ab", "a b")]
    public void Other_letters_are_other_names(string one, string other) =>
        Assert.NotEqual(Caseless.Key(one), Caseless.Key(other));

    [Fact]
    public void The_key_of_any_letter_is_its_own_key_and_that_of_its_capital_and_its_parts()
    {
        for (var code = 0x21; code <= 0x10ffff; code++)
            if (Rune.IsValid(code) && new Rune(code).ToString() is var one && Spelling.Composed(one) is not null)
            {
                var key = Caseless.Key(one);
                Assert.True(
                    key == Caseless.Key(key)
                    && key == Caseless.Key(one.ToLowerInvariant())
                    && (code is 0x131 || key == Caseless.Key(one.ToUpperInvariant()))
                    && key == Caseless.Key(one.Normalize(NormalizationForm.FormD)),
                    $"U+{code.ToString("X4", CultureInfo.InvariantCulture)}");
            }
    }

    [Fact]
    public void A_key_of_any_text_is_its_own_key() => Prop.ForAll<NonNull<string>>(given =>
        Spelling.Composed(given.Get) is not { } text || Caseless.Key(text) is var key && key == Caseless.Key(key))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
