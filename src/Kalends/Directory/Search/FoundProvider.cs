using System.Text.Json.Serialization;
using Kalends.Directory.Matching;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Directory.Search;

/// <summary>A provider who was found, with what a search worked out of them.</summary>
sealed record FoundProvider : Profile
{
    public FoundProvider(ProviderQuery.Found found, Match? match)
        : base(found.Profile)
    {
        FirstSlot = found.FirstSlot;
        var score = match?.Of(found.Profile);
        (Score, Parts) = (score?.Total, score?.Parts);
    }

    /// <summary>Their first slot that can be reserved, where free slots were asked for.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FreeSlot? FirstSlot { get; }

    /// <summary>How well they fit, from 0 to 1,000,000, where they are sorted by that.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Score { get; }

    /// <summary>What the score is made of.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScoreParts? Parts { get; }
}
