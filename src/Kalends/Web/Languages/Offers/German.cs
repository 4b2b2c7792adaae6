namespace Kalends.Web.Languages.Offers;

/// <summary>The texts of services in German.</summary>
static class German
{
    public static readonly OffersTexts Texts = new()
    {
        New = "Neue Leistung",
        Duration = "Dauer in Minuten",
        Before = "Minuten, die davor frei bleiben",
        After = "Minuten, die danach frei bleiben",
        Mode = "Wie sie stattfindet",
        Active = "Buchbar",
        SaveAbout = "Termine, die schon gebucht sind, behalten ihre Zeit.",
        Pause = "Nicht mehr anbieten",
        PauseAbout = "Sie kann nicht mehr gebucht werden; Termine bleiben. Sie kann wieder angeboten werden.",
        Resume = "Wieder anbieten",
        Questions = "Fragen bei der Buchung",
    };
}
