namespace Kalends.Web.Languages.Ledger;

/// <summary>The texts of the ledger's pages in German.</summary>
static class German
{
    public static readonly LedgerTexts Texts = new()
    {
        CareEvent = "Leistung",
        RegisterCare = "Leistung erfassen",
        RegisterAbout = "Der Betrag folgt aus dem Tarif, der zu dieser Zeit galt, und ändert sich später nicht.",
        RegisterNow = "Erfassen",
        Caregiver = "Behandler",
        CareType = "Leistungsart",
        ServiceMonth = "Leistungsmonat",
        BookingMonth = "Buchungsmonat",
        Amount = "Betrag",
        Time = "Uhrzeit",
        ZoneFormat = "Zeiten und Monate von {0}",
        Open = "offen",
        Paid = "bezahlt",
        ReversalFormat = "Storno, {0}",
        ReversedFormat = "storniert, {0}",
        StateHint = "Nur mit einem Behandler oder Monat.",
        Number = "Nr.",
        RegisteredAt = "Erfasst",
        Source = "Herkunft",
        Reverses = "Storniert",
        ReversedBy = "Storniert durch",
        DeleteCare = "Löschen",
        DeleteAbout =
            "Die Leistung verschwindet aus Listen und Summen; das Ereignisprotokoll behält sie. Das lässt sich " +
            "nicht rückgängig machen.",
        DeleteNow = "Jetzt löschen",
        ReverseCare = "Stornieren",
        ReverseAbout =
            "Eine zweite Leistung mit dem umgekehrten Betrag kommt hinzu, und beide bleiben sichtbar. Das " +
            "lässt sich nicht rückgängig machen.",
        ReverseNow = "Jetzt stornieren",
        Remittance = "Zahlung",
        Reference = "Referenz",
        ReferenceHint =
            "Ihr eigener Name dieser Zahlung. Unter ihm wird sie einmal gemacht, so oft Sie sie auch senden.",
        Events = "Leistungen",
        MadeAt = "Erstellt",
        Stands = "gültig",
        ReversedState = "storniert",
        Remit = "Bezahlen",
        RemitChosen = "Ausgewählte bezahlen",
        RemitMonth = "Offenes dieses Behandlermonats bezahlen",
        RemitAbout =
            "Jede Währung ist eine eigene Zahlung. Eine Zahlung lässt sich später stornieren, dann ist alles " +
            "wieder offen.",
        RemitNowFormat = "{0} bezahlen",
        NothingToRemit = "Davon ist nichts offen.",
        PickFormat = "Nummer {0} auswählen",
        ReverseRemittance = "Zahlung stornieren",
        ReverseRemittanceAbout =
            "Die Zahlung bleibt als storniert sichtbar; ihre Leistungen sind wieder offen und können neu " +
            "bezahlt werden.",
        Total = "Summe",
        Month = "Monat",
        MonthFormat = "Monat {0}",
        MonthsAbout =
            "Was für die Leistungen jedes Monats erfasst ist. Ein später Eintrag ändert einen alten Monat; " +
            "nach Buchungsmonat ändern sich Berichte nicht.",
        ShowCare = "Leistungen zeigen",
        CheckTotals = "Summen prüfen",
        CheckAbout = "Alle Summen werden aus den Leistungen neu gebildet.",
        TotalsRightFormat = "Alle {0} Summen stimmen.",
        TotalsWrongFormat = "{0} von {1} Summen sind falsch. Das Ereignisprotokoll und die API nennen sie.",
        OnlyFirstFormat = "Die ersten {0} werden gezeigt. Die CSV-Datei hat alle.",
        CsvFile = "CSV-Datei",
    };
}
