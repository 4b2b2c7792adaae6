namespace Kalends.Web.Languages.Moderation;

/// <summary>The texts of reviews as moderators read them in Swedish.</summary>
static class Swedish
{
    public static readonly ModerationTexts Texts = new()
    {
        Rating = "Betyg",
        Comment = "Kommentar",
        Hide = "Dölj",
        HideAbout = "Ingen ser det längre och det räknas inte. Det kan publiceras igen.",
        Publish = "Publicera igen",
        Published = "publicerat",
        Hidden = "dolt",
        Replaced = "ersatt av ett annat",
        Withdrawn = "återtaget",
    };
}
