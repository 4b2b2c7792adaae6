using Kalends.Directory;
using Kalends.Events;
using Kalends.Platform.Calls;
using Kalends.Reimbursements;
using Kalends.Scheduling;
using Kalends.Web.Frame;
using Kalends.Web.Languages;
using Kalends.Web.Languages.Console;

namespace Kalends.Web.Console;

/// <summary>A part of the console to which its navigation leads.</summary>
/// <param name="Path">The address of its first page.</param>
/// <param name="Name">Its name in a language.</param>
/// <param name="Access">The line of the access table for its first page.</param>
sealed record Section(string Path, Func<ConsoleTexts, string> Name, Access Access)
{
    /// <summary>All sections in the order of the navigation.</summary>
    static readonly IReadOnlyList<Section> All =
    [
        new("/console/calendar", texts => texts.Calendar, SchedulingAccess.KeepCalendar),
        new("/console/hours", texts => texts.Hours, SchedulingAccess.KeepCalendar),
        new("/console/closed-days", texts => texts.ClosedDays, SchedulingAccess.KeepOrganisation),
        new("/console/services", texts => texts.Services, SchedulingAccess.KeepCalendar),
        new("/console/clients", texts => texts.Clients, WebAccess.KeepClients),
        new("/console/reviews", texts => texts.Reviews, DirectoryAccess.Moderate),
        new("/console/events", texts => texts.EventLog, EventsAccess.ReadLog),
        new("/console/care-events", texts => texts.CareEvents, ReimbursementsAccess.Register),
        new("/console/remittances", texts => texts.Remittances, ReimbursementsAccess.Account),
        new("/console/months", texts => texts.Months, ReimbursementsAccess.Report),
        new("/console/reports", texts => texts.Reports, ReimbursementsAccess.Report),
        new("/console/settings", texts => texts.Settings, WebAccess.OpenConsole),
    ];

    /// <summary>The sections that a visitor may see.</summary>
    public static IEnumerable<Section> Of(Visit visit) => All.Where(section => visit.May(section.Access));

    public string NameIn(Texts texts) => Name(texts.Console);

    /// <summary>Whether an address belongs to the section.</summary>
    public bool Has(string path) => path.StartsWith(Path, StringComparison.Ordinal)
        && (path.Length == Path.Length || path[Path.Length] is '/' or '?');
}
