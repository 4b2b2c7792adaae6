namespace Kalends.Web.Languages.Moderation;

/// <summary>The texts of reviews as moderators read them in English.</summary>
static class English
{
    public static readonly ModerationTexts Texts = new()
    {
        Rating = "Rating",
        Comment = "Comment",
        Hide = "Hide it",
        HideAbout = "Nobody sees it any more and it does not count. It can be published again.",
        Publish = "Publish it again",
        Published = "published",
        Hidden = "hidden",
        Replaced = "replaced by another",
        Withdrawn = "withdrawn",
    };
}
