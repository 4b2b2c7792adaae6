namespace Kalends.Web.Languages.Log;

/// <summary>The texts of the event log in German.</summary>
static class German
{
    public static readonly LogTexts Texts = new()
    {
        Kind = "Art",
        Subject = "Gegenstand",
        Actor = "Wer",
        Component = "Teil eines Systems",
        Words = "Wörter der Meldung",
        Data = "Was",
    };
}
