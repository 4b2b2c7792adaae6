namespace Kalends.Web.Languages.Hours;

/// <summary>The texts of working hours in English.</summary>
static class English
{
    public static readonly HoursTexts Texts = new()
    {
        Weekly = "Weekly hours",
        WeeklyHint = "For example 09:00-12:00, 13:00-17:00. Leave a free day empty.",
        SlotMinutes = "Length of a slot in minutes",
        TimeZone = "Time zone of the hours",
        SaveAbout = "Free time ahead follows the new hours. Appointments stay as they are.",
        TooRich = "These hours have rules that this form does not know. They are changed through the API.",
        EveryWeeksFormat = "every {0} weeks",
        Exceptions = "Exceptions",
        ExceptionHours = "Hours on this day; empty if it is free",
        AddException = "Add an exception",
        Free = "free",
        Outside = "Appointments outside the hours",
        ClosedDaysAbout = "Nobody's weekly hours apply on these days. Appointments stay as they are.",
        CloseDays = "Close these days",
        LastDay = "Last day; empty for a single day",
    };
}
