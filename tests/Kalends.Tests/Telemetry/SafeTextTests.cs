using Kalends.Platform.Telemetry;

namespace Kalends.Tests.Telemetry;

/// <summary>What of a message may leave the process.</summary>
public sealed class SafeTextTests
{
    [Theory]
    [InlineData("Sequence contains no elements", "Sequence contains no elements")]
    [InlineData("The input string 'hunter two' was not correct.", "The input string … was not correct.")]
    [InlineData("The input string 'it's a \"secret\"' was wrong.", "The input string … was wrong.")]
    [InlineData("The key 'two\nlines' is not there.", "The key … is not there.")]
    [InlineData("The key 'never ends", "The key …")]
    [InlineData("Out of range.\nActual value was secret.", "Out of range.")]
    [InlineData("Id 4711 of ada@example.org is wrong", "Id … of … is wrong")]
    [InlineData("Token eyJhbGciOi.eyJzdWIiOiI.AbCdEfGhIjKlMnOp fails", "Token … fails")]
    [InlineData("No file /home/ada/notes", "No file …")]
    public void Values_are_masked_and_the_sentence_stays(string message, string told) =>
        Assert.Equal(told, SafeText.Of(new InvalidOperationException(message)));

    [Fact]
    public void A_message_of_any_length_has_a_bound() =>
        Assert.Equal("…", SafeText.Of(new InvalidOperationException(new string('a', 1_000_000))));
}
