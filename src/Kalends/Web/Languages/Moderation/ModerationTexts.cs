namespace Kalends.Web.Languages.Moderation;

/// <summary>The texts of reviews as moderators read them.</summary>
sealed partial record ModerationTexts
{
    public required string Rating { get; init; }
    public required string Comment { get; init; }
    public required string Hide { get; init; }
    public required string HideAbout { get; init; }
    public required string Publish { get; init; }
    public required string Published { get; init; }
    public required string Hidden { get; init; }
    public required string Replaced { get; init; }
    public required string Withdrawn { get; init; }
}
