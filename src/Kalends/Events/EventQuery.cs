using Kalends.Platform.Calls;
using Kalends.Platform.Time;

namespace Kalends.Events;

/// <summary>Which events are wanted, as a query string says it: names without blanks around them.</summary>
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
