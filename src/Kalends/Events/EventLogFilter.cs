using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Events;

/// <summary>Which events are wanted, of those that the caller may see; all that is given must hold.</summary>
/// <param name="Component">Only those of this component.</param>
/// <param name="Kind">Only those of this kind.</param>
/// <param name="Subject">Only what happened to this.</param>
/// <param name="Actor">Only what this user did.</param>
/// <param name="Email">Only those with this address.</param>
/// <param name="Environment">Only those of this environment.</param>
/// <param name="Words">
/// Only those whose message has all these words, in any order, whatever their case, accents and script; of scripts
/// without blanks each two neighbouring characters are a word. Chinese characters find themselves alone.
/// </param>
/// <param name="Contains">Only those whose message has exactly this text in it, code point for code point.</param>
/// <param name="From">Only those made at or after it.</param>
/// <param name="To">Only those made before it.</param>
/// <param name="ProviderId">Only those about this provider.</param>
sealed record EventLogFilter(
    [Text(0, 500, Padded = true)] string? Component = null, [Text(0, 200)] string? Kind = null,
    [Text(0, 200)] string? Subject = null, [Text(0, 100)] string? Actor = null,
    [Text(0, 500, Padded = true)] string? Email = null, [Text(0, 500, Padded = true)] string? Environment = null,
    [Text(1, 500)] string? Words = null, [Text(1, 500, Raw = true)] string? Contains = null,
    Instant? From = null, Instant? To = null, [Id] long? ProviderId = null)
{
    public const int WordsMax = 16;

    /// <summary>Whether only what other systems said is wanted.</summary>
    public bool ExternalOnly { get; init; }

    /// <summary>The words that are asked for; refused where there is none to look for, or too many.</summary>
    public List<string> WantedWords()
    {
        if (Words is null)
            return [];
        var words = EventWords.Asked(Words);
        return words.Count is > 0 and <= WordsMax
            ? words
            : throw Refused.Invalid([new Fault(
                null, "words", "words", $"words must hold 1 to {WordsMax} different words of letters or digits.")]);
    }

    /// <summary>What the statements of the search take of it.</summary>
    public (string, object?)[] Values(Call call, params (string, object?)[] more) => call.Scope.With(
    [
        ("component", Component), ("kind", Kind), ("subject", Subject), ("actor", Actor), ("email", Email),
        ("environment", Environment), ("contains", Contains), ("from", From ?? new Instant(long.MinValue)),
        ("to", To ?? new Instant(long.MaxValue)), ("provider", ProviderId), ("external", ExternalOnly), .. more,
    ]);

    /// <summary>What an event must be, whichever way it was found.</summary>
    public static readonly string Holds = $"""
        {LoggedEvent.IsVisible}
        AND (CAST(@component AS TEXT) IS NULL OR e.component = @component)
        AND (CAST(@kind AS TEXT) IS NULL OR e.kind = @kind)
        AND (CAST(@subject AS TEXT) IS NULL OR e.subject = @subject)
        AND (CAST(@actor AS TEXT) IS NULL OR e.actor = @actor)
        AND (CAST(@email AS TEXT) IS NULL OR e.email = @email)
        AND (CAST(@environment AS TEXT) IS NULL OR e.environment = @environment)
        AND (CAST(@provider AS BIGINT) IS NULL OR e.provider_id = @provider)
        AND (CAST(@contains AS TEXT) IS NULL OR replace(e.message, @contains, '') <> e.message)
        AND e.created_at >= @from AND e.created_at < @to
        AND (NOT @external OR e.external = 1)
        """;
}
