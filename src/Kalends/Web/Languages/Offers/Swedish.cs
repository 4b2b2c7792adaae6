namespace Kalends.Web.Languages.Offers;

/// <summary>The texts of services in Swedish.</summary>
static class Swedish
{
    public static readonly OffersTexts Texts = new()
    {
        New = "Ny tjänst",
        Duration = "Längd i minuter",
        Before = "Minuter som hålls lediga före",
        After = "Minuter som hålls lediga efter",
        Mode = "Hur den äger rum",
        Active = "Kan bokas",
        SaveAbout = "Bokningar som redan finns behåller sin tid.",
        Pause = "Erbjud den inte längre",
        PauseAbout = "Den kan inte bokas längre; bokningar består. Den kan erbjudas igen.",
        Resume = "Erbjud den igen",
        Questions = "Frågor vid bokning",
    };
}
