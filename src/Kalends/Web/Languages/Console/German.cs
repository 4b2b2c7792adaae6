namespace Kalends.Web.Languages.Console;

/// <summary>The texts that all pages of the console share in German.</summary>
static class German
{
    public static readonly ConsoleTexts Texts = new()
    {
        Title = "Konsole",
        Navigation = "Konsole",
        Calendar = "Kalender",
        Clients = "Klienten",
        Hours = "Arbeitszeiten",
        ClosedDays = "Schließtage",
        Services = "Leistungen",
        Reviews = "Bewertungen",
        EventLog = "Ereignisse",
        CareEvents = "Leistungsbuch",
        Remittances = "Zahlungen",
        Months = "Monate",
        Reports = "Berichte",
        Settings = "Einstellungen",
        NothingHere = "Hier ist noch nichts.",
        NothingFound = "Nichts gefunden.",
        FirstPage = "Zum Anfang",
        NextPage = "Nächste Seite",
        Show = "Anzeigen",
        Save = "Speichern",
        Add = "Hinzufügen",
        Remove = "Entfernen",
        Provider = "Behandler",
        Client = "Klient",
        Name = "Name",
        State = "Stand",
        Reason = "Grund",
        Date = "Tag",
        From = "Von",
        To = "Bis",
        Yes = "ja",
        No = "nein",
        Reload = "Neu laden",
        Reservations = "Termine",
    };
}
