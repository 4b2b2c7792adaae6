namespace Kalends.Web.Languages.Moderation;

/// <summary>The texts of reviews as moderators read them in German.</summary>
static class German
{
    public static readonly ModerationTexts Texts = new()
    {
        Rating = "Bewertung",
        Comment = "Kommentar",
        Hide = "Verbergen",
        HideAbout = "Niemand sieht sie mehr, und sie zählt nicht. Sie kann wieder veröffentlicht werden.",
        Publish = "Wieder veröffentlichen",
        Published = "veröffentlicht",
        Hidden = "verborgen",
        Replaced = "durch eine andere ersetzt",
        Withdrawn = "zurückgezogen",
    };
}
