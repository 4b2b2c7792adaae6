using Kalends.Platform.Calls;

namespace Kalends.Events;

/// <summary>The filter as a query string gives it: names without blanks around them.</summary>
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
sealed record EventQuery(
    [Text(1, 200)] string? Component = null, [Text(1, 200)] string? Kind = null,
    [Text(1, 200)] string? Subject = null, [Text(1, 100)] string? Actor = null,
    [Text(0, 500)] string? Email = null, [Text(0, 500)] string? Environment = null,
    [Text(1, 500)] string? Words = null, [Text(1, 500, Raw = true)] string? Contains = null,
    Instant? From = null, Instant? To = null, [Id] long? ProviderId = null)
{
    public EventLogFilter Filter => new(
        Component, Kind, Subject, Actor, Email, Environment, Words, Contains, From, To, ProviderId);
}
