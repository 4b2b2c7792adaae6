using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Reimbursements.Reports;
using Kalends.Web.Frame;

namespace Kalends.Web.Console.Reports;

/// <summary>A report as a CSV file, in the form that spreadsheets of the visitor's language read.</summary>
static class DownloadReport
{
    /// <param name="FirstMonth">The first month.</param>
    /// <param name="LastMonth">The last month.</param>
    /// <param name="Basis">The month that care events are placed in.</param>
    /// <param name="GroupBy">The groups that have a row each.</param>
    /// <param name="CaregiverId">Only care of this caregiver.</param>
    /// <param name="EventTypeId">Only care of this kind.</param>
    public sealed record Input(
        YearMonth? FirstMonth = null, YearMonth? LastMonth = null, ReportBasis Basis = ReportBasis.Service,
        [Count(1, 3)] IReadOnlyList<ReportGroup>? GroupBy = null, [Id] long? CaregiverId = null,
        [Id] long? EventTypeId = null);

    public const string Path = "/console/reports/csv";

    /// <summary>The address of the file.</summary>
    public static string HrefOf(Input which) => Href.Of(
        Path,
        [
            ("first_month", which.FirstMonth?.Written()), ("last_month", which.LastMonth?.Written()),
            ("basis", EnumText.Of(which.Basis)), ("caregiver_id", $"{which.CaregiverId}"),
            ("event_type_id", $"{which.EventTypeId}"),
            .. (which.GroupBy ?? []).Select(group => ("group_by", (string?)EnumText.Of(group))),
        ]);

    public static Task<Shown> Run(Input input, Visit visit)
    {
        var comma = visit.Texts.HasDecimalComma;
        return Task.FromResult(Shown.File(ReportReimbursements.AsCsv(
            new(
                new(
                    FirstMonth: input.FirstMonth, LastMonth: input.LastMonth, Basis: input.Basis,
                    GroupBy: input.GroupBy, CaregiverIds: input.CaregiverId is { } caregiver ? [caregiver] : null,
                    EventTypeIds: input.EventTypeId is { } type ? [type] : null),
                comma ? ";" : ",", comma),
            visit.Call)));
    }
}
