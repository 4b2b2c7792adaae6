using System.ComponentModel.DataAnnotations;

namespace Kalends.Events;

/// <summary>The limits on reading the event log.</summary>
sealed record EventsSettings : ISettings
{
    public static string Section => "Kalends:Events";

    /// <summary>Events that a search examines for one page.</summary>
    [Range(1000, 100_000_000)]
    public int CandidatesMax { get; init; } = 100_000;

    /// <summary>Bytes of a page of events; a page that reaches them ends early.</summary>
    [Range(64 << 10, 1 << 30)]
    public int PageBytesMax { get; init; } = 4 << 20;

    /// <summary>Seconds between two rounds that summarise the times of complete blocks; 0 turns them off.</summary>
    [Range(0, 3600)]
    public int BlockSeconds { get; init; } = 10;

    /// <summary>
    /// Seconds for which a transaction may be open on PostgreSQL until the log warns that it holds the log back; 0
    /// turns the warning off.
    /// </summary>
    [Range(0, 86_400)]
    public int HeldBackSeconds { get; init; } = 60;
}
