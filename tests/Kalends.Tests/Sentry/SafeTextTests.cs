using System.Text;
using System.Text.Json.Nodes;
using Kalends.Platform.Sentry;

namespace Kalends.Tests.Sentry;

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

    [Fact]
    public async Task Causes_come_first_and_asynchronous_frames_are_named_as_they_were_written()
    {
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(Fail);

        var report = new ErrorReport(wrong, "job 1", null, null, null);
        var bytes = new Envelope("r", "e").Write(report, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        var values = JsonNode.Parse(Encoding.UTF8.GetString(bytes).Split('\n')[2])!["exception"]!["values"]!;

        Assert.Equal("FormatException, InvalidOperationException",
            string.Join(", ", values.AsArray().Select(value => (string?)value!["type"])));
        var frame = values[1]!["stacktrace"]!["frames"]!.AsArray()[^1]!;
        Assert.Equal(("Fail", typeof(SafeTextTests).FullName), ((string?)frame["function"], (string?)frame["module"]));
    }

    static async Task Fail()
    {
        await Task.Yield();
        try
        {
            throw new FormatException();
        }
        catch (FormatException cause)
        {
            throw new InvalidOperationException("Outer", cause);
        }
    }
}
