namespace Kalends.Web.Languages.Offers;

/// <summary>The texts of services.</summary>
sealed record OffersTexts
{
    public required string New { get; init; }
    public required string Duration { get; init; }
    public required string Before { get; init; }
    public required string After { get; init; }
    public required string Mode { get; init; }
    public required string Active { get; init; }
    public required string SaveAbout { get; init; }
    public required string Pause { get; init; }
    public required string PauseAbout { get; init; }
    public required string Resume { get; init; }
    public required string Questions { get; init; }
}
