namespace Kalends.Web.Languages.Hours;

/// <summary>The texts of working hours in German.</summary>
static class German
{
    public static readonly HoursTexts Texts = new()
    {
        Weekly = "Wöchentliche Zeiten",
        WeeklyHint = "Zum Beispiel 09:00-12:00, 13:00-17:00. Lassen Sie einen freien Tag leer.",
        SlotMinutes = "Länge eines Zeitfensters in Minuten",
        TimeZone = "Zeitzone der Arbeitszeiten",
        SaveAbout = "Freie Zeiten richten sich nach den neuen Arbeitszeiten. Termine bleiben, wie sie sind.",
        TooRich = "Diese Arbeitszeiten haben Regeln, die dieses Formular nicht kennt. Sie werden über die "
            + "API geändert.",
        EveryWeeksFormat = "alle {0} Wochen",
        Exceptions = "Ausnahmen",
        ExceptionHours = "Zeiten an diesem Tag; leer, wenn er frei ist",
        AddException = "Ausnahme hinzufügen",
        Free = "frei",
        Outside = "Termine außerhalb der Arbeitszeit",
        ClosedDaysAbout = "An diesen Tagen gelten keine Arbeitszeiten. Termine bleiben, wie sie sind.",
        CloseDays = "Diese Tage schließen",
        LastDay = "Letzter Tag; leer bei einem einzigen Tag",
    };
}
