using Kalends.Platform.Calls;

namespace Kalends.Events;

/// <summary>A filter for events, among those that the caller may see; all given conditions must hold.</summary>
/// <param name="Component">Only events of this component.</param>
/// <param name="Kind">Only events of this kind.</param>
/// <param name="Subject">Only events about this subject.</param>
/// <param name="Actor">Only events caused by this user.</param>
/// <param name="Email">Only events with this email address.</param>
/// <param name="Environment">Only events of this environment.</param>
/// <param name="Words">
/// Only events whose message has all these words, in any order, regardless of case, accents and script. In scripts
/// without blanks, each two neighbouring characters are a word. Chinese characters match only themselves.
/// </param>
/// <param name="Contains">Only events whose message contains exactly this text, code point for code point.</param>
/// <param name="From">Only events made at or after this time.</param>
/// <param name="To">Only events made before this time.</param>
/// <param name="ProviderId">Only events about this provider.</param>
sealed record EventLogFilter(
    [Text(0, 500, Padded = true)] string? Component = null, [Text(0, 200)] string? Kind = null,
    [Text(0, 200)] string? Subject = null, [Text(0, 100)] string? Actor = null,
    [Text(0, 500, Padded = true)] string? Email = null, [Text(0, 500, Padded = true)] string? Environment = null,
    [Text(1, 500)] string? Words = null, [Text(1, 500, Raw = true)] string? Contains = null,
    Instant? From = null, Instant? To = null, [Id] long? ProviderId = null)
{
    public const int WordsMax = 16;

    /// <summary>Whether only events from other systems are wanted.</summary>
    public bool ExternalOnly { get; init; }

    /// <summary>The words to search for; refused if there are none, or too many.</summary>
    public List<string> WantedWords()
    {
        if (Words is null)
            return [];
        var words = EventWords.Asked(Words);
        return words.Count is > 0 and <= WordsMax
            ? words
            : throw Refused.InvalidParameter(
                "words", FaultCode.Words, $"words must hold 1 to {WordsMax} different words of letters or digits.");
    }

    /// <summary>The filter's values as parameters of the search statements.</summary>
    public (string, object?)[] Values(Call call, params (string, object?)[] more) => call.Scope.With(
    [
        ("component", Component), ("kind", Kind), ("subject", Subject), ("actor", Actor), ("email", Email),
        ("environment", Environment), ("contains", Contains), ("from", From ?? Instants.Earliest),
        ("to", To ?? Instants.Latest), ("provider", ProviderId), ("external", ExternalOnly), .. more,
    ]);

    /// <summary>The condition on an event, whichever index found it.</summary>
    public static readonly string Holds = $"""
        {LoggedEvent.IsVisible}
        AND (CAST(@component AS TEXT) IS NULL OR e.component = @component)
        AND (CAST(@kind AS TEXT) IS NULL OR e.kind = @kind)
        AND (CAST(@subject AS TEXT) IS NULL OR e.subject = @subject)
        AND (CAST(@actor AS TEXT) IS NULL OR e.actor = @actor)
        AND (CAST(@email AS TEXT) IS NULL OR t.email = @email)
        AND (CAST(@environment AS TEXT) IS NULL OR e.environment = @environment)
        AND (CAST(@provider AS BIGINT) IS NULL OR e.provider_id = @provider)
        AND (CAST(@contains AS TEXT) IS NULL OR replace(t.message, @contains, '') <> t.message)
        AND e.created_at >= @from AND e.created_at < @to
        AND (NOT @external OR e.external = 1)
        """;
}
