using System.ComponentModel.DataAnnotations;

namespace Kalends.Platform.Calls;

/// <summary>How long the answers to requests with an Idempotency-Key are kept.</summary>
sealed record IdempotencySettings : ISettings
{
    public static string Section => "Kalends:Idempotency";

    /// <summary>Hours for which an equal request with the same key gets the first answer.</summary>
    [Range(1, 720)]
    public int KeptHours { get; init; } = 24;

    public TimeSpan Kept => TimeSpan.FromHours(KeptHours);
}
