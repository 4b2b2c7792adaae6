using System.Text.Json.Serialization;
using Kalends.Directory.Matching;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Directory.Search;

/// <summary>A provider that a search found, with the values that the search computed.</summary>
sealed record FoundProvider : Profile
{
    public FoundProvider(ProviderQuery.Found found, Match? match)
        : base(found.Profile)
    {
        FirstSlot = found.FirstSlot;
        var score = match?.Of(found.Profile);
        (Score, Parts) = (score?.Total, score?.Parts);
    }

    /// <summary>The provider's first slot that can be reserved, if the search asks for free slots.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FreeSlot? FirstSlot { get; }

    /// <summary>The provider's score, from 0 to 1,000,000, if the search sorts by it.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Score { get; }

    /// <summary>The parts of the score.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScoreParts? Parts { get; }
}
