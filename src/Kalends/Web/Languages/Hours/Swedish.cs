namespace Kalends.Web.Languages.Hours;

/// <summary>The texts of working hours in Swedish.</summary>
static class Swedish
{
    public static readonly HoursTexts Texts = new()
    {
        Weekly = "Veckotider",
        WeeklyHint = "Till exempel 09:00-12:00, 13:00-17:00. Lämna en ledig dag tom.",
        SlotMinutes = "Längd på en tid i minuter",
        TimeZone = "Arbetstidernas tidszon",
        SaveAbout = "Lediga tider följer de nya arbetstiderna. Bokningar förblir som de är.",
        TooRich = "De här arbetstiderna har regler som formuläret inte känner till. De ändras genom API:et.",
        EveryWeeksFormat = "var {0}:e vecka",
        Exceptions = "Undantag",
        ExceptionHours = "Tider den dagen; tomt om den är ledig",
        AddException = "Lägg till ett undantag",
        Free = "ledig",
        Outside = "Bokningar utanför arbetstiden",
        ClosedDaysAbout = "På de här dagarna gäller inga arbetstider. Bokningar förblir som de är.",
        CloseDays = "Stäng de här dagarna",
        LastDay = "Sista dagen; tomt för en enda dag",
    };
}
