using Kalends.Web.Times;

namespace Kalends.Web.Console.Calendars;

/// <summary>
/// A day or a week of some calendars: a list, which the script draws as a grid, and the forms by which it moves
/// reservations and changes the hours of a day.
/// </summary>
partial class CalendarView
{
    /// <param name="Title">The period in words.</param>
    /// <param name="Why">What was refused.</param>
    /// <param name="WhyHref">The address at which the refused move can be made with a reason.</param>
    /// <param name="To">The addresses of other periods.</param>
    /// <param name="Zone">The time zone of the times.</param>
    /// <param name="Choices">The calendars to choose from.</param>
    /// <param name="MoreChoices">The address of further ones.</param>
    /// <param name="Place">The calendars, the day and the extent, as fields of the page's forms.</param>
    /// <param name="FirstDay">The first day as programs read it.</param>
    /// <param name="DayCount">The number of days.</param>
    /// <param name="Days">The days.</param>
    /// <param name="Stream">The address of the stream that tells of changes; null if there is none.</param>
    /// <param name="Now">The present as programs read it.</param>
    /// <param name="Undo">The form that undoes the change that was just made.</param>
    public sealed record Seen(
        string Title, string? Why, string? WhyHref, Links To, ZoneChoice.Seen Zone, IReadOnlyList<Choice> Choices,
        string? MoreChoices, IReadOnlyList<(string Name, string Value)> Place, string FirstDay, int DayCount,
        IReadOnlyList<Day> Days, string? Stream, string Now, ActForm.Seen? Undo);

    /// <param name="Earlier">The period before.</param>
    /// <param name="Today">The period with today.</param>
    /// <param name="Later">The period after.</param>
    /// <param name="Day">One day of this period.</param>
    /// <param name="Week">The week of this period.</param>
    public sealed record Links(string Earlier, string Today, string Later, string Day, string Week);

    /// <param name="Id">The id of the provider.</param>
    /// <param name="Name">The name of the provider.</param>
    /// <param name="IsShown">Whether the calendar is shown.</param>
    public sealed record Choice(long Id, string Name, bool IsShown);

    /// <param name="Name">The day in words.</param>
    /// <param name="Date">The date as programs read it.</param>
    /// <param name="Closed">The names of the closed days that fall on it.</param>
    /// <param name="Entries">What starts on it.</param>
    public sealed record Day(
        string Name, string Date, IReadOnlyList<string> Closed, IReadOnlyList<Entry.Seen> Entries);
}
