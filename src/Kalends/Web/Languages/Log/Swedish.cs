namespace Kalends.Web.Languages.Log;

/// <summary>The texts of the event log in Swedish.</summary>
static class Swedish
{
    public static readonly LogTexts Texts = new()
    {
        Kind = "Typ",
        Subject = "Ämne",
        Actor = "Vem",
        Component = "Del av ett system",
        Words = "Ord i meddelandet",
        Data = "Vad",
    };
}
