namespace Kalends.Web.Languages.Log;

/// <summary>The texts of the event log in English.</summary>
static class English
{
    public static readonly LogTexts Texts = new()
    {
        Kind = "Kind",
        Subject = "Subject",
        Actor = "Who",
        Component = "Part of a system",
        Words = "Words of its message",
        Data = "What",
    };
}
