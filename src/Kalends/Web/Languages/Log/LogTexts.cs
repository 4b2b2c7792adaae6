namespace Kalends.Web.Languages.Log;

/// <summary>The texts of the event log.</summary>
sealed record LogTexts
{
    public required string Kind { get; init; }
    public required string Subject { get; init; }
    public required string Actor { get; init; }
    public required string Component { get; init; }
    public required string Words { get; init; }
    public required string Data { get; init; }
}
