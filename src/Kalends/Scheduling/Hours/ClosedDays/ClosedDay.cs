using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Hours.ClosedDays;

/// <summary>A day on which an organisation is closed: no working hours of its providers apply.</summary>
/// <param name="Date">The date, in the time zone of each provider's hours.</param>
/// <param name="Name">The name of the day.</param>
/// <param name="Uid">The UID of the iCalendar event that it was imported from; null if it was entered.</param>
sealed record ClosedDay(DateOnly Date, string Name, string? Uid)
{
    public const int NameMax = 200;

    /// <summary>The greatest number of closed days of an organisation.</summary>
    public const int Max = 2000;

    public const string TooMany = "An organisation has at most 2,000 closed days.";

    public const string Columns = "date, name, uid";

    public static ClosedDay Read(Row row) => new(
        DateOnly.Parse(row.Text("date"), CultureInfo.InvariantCulture), row.Text("name"), row.TextOrNull("uid"));
}

/// <summary>A closed day that a person enters.</summary>
/// <param name="Date">The date.</param>
/// <param name="Name">The name of the day.</param>
[InputName("ClosedDayInput")]
sealed record EnteredDay(DateOnly Date, [Text(1, ClosedDay.NameMax)] string Name);
