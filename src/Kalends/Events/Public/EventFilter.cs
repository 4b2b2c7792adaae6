using Kalends.Platform.Calls;

namespace Kalends.Events.Public;

/// <summary>A filter for events; all given conditions must hold.</summary>
/// <param name="Component">Only events of this component.</param>
/// <param name="Actor">Only events caused by this user.</param>
/// <param name="ProviderId">Only events about this provider.</param>
/// <param name="Email">Only events with this email address.</param>
/// <param name="Environment">Only events of this environment.</param>
/// <param name="Words">
/// Only events whose message has all these words, in any order, regardless of case, accents and script.
/// </param>
/// <param name="Contains">Only events whose message contains exactly this text, code point for code point.</param>
sealed record EventFilter(
    [Text(1, 200)] string? Component = null, [Text(1, 100)] string? Actor = null, [Id] long? ProviderId = null,
    [Text(1, 500)] string? Email = null, [Text(1, 500)] string? Environment = null,
    [Text(1, 500)] string? Words = null, [Text(1, 500, Raw = true)] string? Contains = null)
{
    /// <summary>Refuses words that hold none, or too many.</summary>
    public void Check() => OfLog(null, null).WantedWords();

    /// <summary>The same filter for a search.</summary>
    public EventLogFilter OfLog(string? kind, string? subject) => new(
        Component, kind, subject, Actor, Email, Environment, Words, Contains, ProviderId: ProviderId);
}

/// <summary>A filter that checks events in memory, with the same result as a search.</summary>
sealed class EventMatch(EventFilter filter)
{
    readonly List<string> _words = filter.Words is null ? [] : EventWords.Asked(filter.Words);

    /// <summary>Whether it checks what other systems wrote, so that these texts must be read.</summary>
    public bool ReadsTexts => filter.Email is not null || filter.Words is not null || filter.Contains is not null;

    public bool Fits(SeenEvent happened) =>
        (filter.Component is null || filter.Component == happened.Component)
        && (filter.Actor is null || filter.Actor == happened.Actor)
        && (filter.ProviderId is null || filter.ProviderId == happened.ProviderId)
        && (filter.Environment is null || filter.Environment == happened.Environment)
        && (filter.Email is null || filter.Email == happened.Email)
        && (filter.Contains is null
            || happened.Message?.Contains(filter.Contains, StringComparison.Ordinal) is true)
        && (_words.Count == 0 || happened.HasWords(_words));
}
