using Kalends.Directory.Reviews;

namespace Kalends.Web.Languages.Moderation;

/// <summary>How a language names the states of reviews.</summary>
sealed partial record ModerationTexts
{
    public string State(ReviewState state) => state switch
    {
        ReviewState.Published => Published,
        ReviewState.Hidden => Hidden,
        ReviewState.Replaced => Replaced,
        ReviewState.Withdrawn => Withdrawn,
    };
}
