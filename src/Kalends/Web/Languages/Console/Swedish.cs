namespace Kalends.Web.Languages.Console;

/// <summary>The texts that all pages of the console share in Swedish.</summary>
static class Swedish
{
    public static readonly ConsoleTexts Texts = new()
    {
        Title = "Konsol",
        Navigation = "Konsol",
        Calendar = "Kalender",
        Clients = "Klienter",
        Hours = "Arbetstider",
        ClosedDays = "Stängda dagar",
        Services = "Tjänster",
        Reviews = "Omdömen",
        EventLog = "Händelser",
        CareEvents = "Vårdinsatser",
        Remittances = "Utbetalningar",
        Months = "Månader",
        Reports = "Rapporter",
        Settings = "Inställningar",
        NothingHere = "Här finns ingenting än.",
        NothingFound = "Ingenting hittades.",
        FirstPage = "Till början",
        NextPage = "Nästa sida",
        Show = "Visa",
        Save = "Spara",
        Add = "Lägg till",
        Remove = "Ta bort",
        Provider = "Behandlare",
        Client = "Klient",
        Name = "Namn",
        State = "Läge",
        Reason = "Skäl",
        Date = "Datum",
        From = "Från",
        To = "Till",
        Yes = "ja",
        No = "nej",
        Reload = "Ladda om",
        Reservations = "Bokningar",
    };
}
