using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Kalends.Webhooks;

/// <summary>How events are delivered to webhooks.</summary>
sealed record WebhooksSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Webhooks";

    /// <summary>
    /// Seconds between two looks for deliveries that are due; 0 turns deliveries off. New events are delivered at once.
    /// </summary>
    [Range(0, 3600)]
    public int RoundSeconds { get; init; } = 1;

    /// <summary>Seconds within which a receiver must answer.</summary>
    [Range(1, 30)]
    public int TimeoutSeconds { get; init; } = 15;

    /// <summary>Days for which finished deliveries are kept.</summary>
    [Range(1, 365)]
    public int KeepDays { get; init; } = 14;

    /// <summary>Hours for which the earlier secret signs too after a new one was made.</summary>
    [Range(0, 168)]
    public int OldSecretHours { get; init; } = 24;

    /// <summary>
    /// Networks (CIDR), separated by blanks, whose addresses may receive webhooks although they are not public, at any
    /// port and also over http.
    /// </summary>
    public string AllowedNetworks { get; init; } = "";

    /// <summary>The ports of public addresses to which webhooks may go, separated by blanks.</summary>
    public string Ports { get; init; } = "443";

    public TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    /// <summary>The time after which a process ends its turn with a webhook, if more is due.</summary>
    public TimeSpan Turn => Timeout;

    /// <summary>
    /// The time after which a process that died leaves its webhooks to others: longer than a turn with an attempt at
    /// its end.
    /// </summary>
    public TimeSpan Lease => Timeout * 4;

    public IReadOnlyList<IPNetwork> Networks() => [.. Words(AllowedNetworks).Select(IPNetwork.Parse)];

    public IReadOnlyList<int> PortNumbers() => [.. Words(Ports).Select(int.Parse)];

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (!Words(AllowedNetworks).All(word => IPNetwork.TryParse(word, out _)))
            yield return new ValidationResult("AllowedNetworks must be networks such as 10.0.0.0/8.");
        if (!Words(Ports).All(word => ushort.TryParse(word, out var port) && port > 0))
            yield return new ValidationResult("Ports must be numbers from 1 to 65535.");
    }

    static string[] Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
