using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Reimbursements.CareEvents;
using Kalends.Reimbursements.Reports;

namespace Kalends.Originals.Reimbursements;

/// <summary>The report routes of the original reimbursement service, over the same report.</summary>
static class OriginalReports
{
    /// <param name="CaregiverIds">Only these caregivers; all of them if empty.</param>
    /// <param name="MinTime">Only care that started after this time.</param>
    /// <param name="MaxTime">Only care that started before this time.</param>
    public sealed record Filter(
        [Id][Count(0, 5000)] IReadOnlyList<long>? CaregiverIds = null, Instant? MinTime = null,
        Instant? MaxTime = null);

    /// <summary>Returns all sums by year, month and caregiver.</summary>
    public static Task<OriginalReport> Everything(NoInput input, Call call) => Filtered(new Filter(), call);

    /// <summary>Returns the sums by year, month and caregiver of the care that matches the filters.</summary>
    public static Task<OriginalReport> Filtered(Filter input, Call call)
    {
        // Both bounds of the original are exclusive; our periods include their start.
        var from = input.MinTime + Instants.Moment;
        var to = input.MaxTime < from ? from : input.MaxTime;
        var question = ReportReimbursements.Understand(
            new ReportReimbursements.Input(
                from, to, GroupBy: [ReportGroup.Month, ReportGroup.Caregiver],
                CaregiverIds: input.CaregiverIds is { Count: > 0 } ids ? ids : null), call);
        return Task.FromResult(new OriginalReport(question, call));
    }
}

/// <summary>A report in the shape of the original: year, month, caregiver, then sums by state and currency.</summary>
sealed class OriginalReport(ReportQuestion question, Call call) : IJsonBody
{
    public Task WriteTo(HttpContext http) => ReportBody.Write(
        http, new Writer(http.Response.BodyWriter, call.Now), question, call);

    /// <summary>Opens and closes the levels of the answer as the rows arrive in their order.</summary>
    sealed class Writer(PipeWriter to, Instant now) : ReportWriter(to)
    {
        static readonly string[] MonthNames = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames;

        readonly Utf8JsonWriter _json = Json(to);
        YearMonth? _month;
        long? _caregiver;

        public override void Describe(HttpResponse response) => response.ContentType = Formats.Json;

        public override void Begin()
        {
            _json.WriteStartObject();
            _json.WriteStartObject("data");
            Write(_json, Names.GeneratedAt, now);
            _json.WriteStartObject("report");
        }

        public override void Row(in ReportRow row)
        {
            Open(row.Month!.Value, row.CaregiverId!.Value);
            var name = row.State == CareEventState.Open ? "non-reimbursed" : "reimbursed";
            _json.WriteNumber($"{name} {row.Currency}", Plain(row.InUnits()));
            _json.Flush();
        }

        public override void End()
        {
            if (_month is not null)
                Close(levels: 3);
            Close(levels: 2);
            _json.WriteString("status", "success");
            Close(levels: 1);
            _json.Flush();
        }

        void Open(YearMonth month, long caregiver)
        {
            if (_month == month && _caregiver == caregiver)
                return;
            if (_month is { } before)
                Close(levels: before.Year != month.Year ? 3 : before != month ? 2 : 1);
            if (_month?.Year != month.Year)
                _json.WriteStartObject(month.Year.ToString(CultureInfo.InvariantCulture));
            if (_month != month)
                _json.WriteStartObject(MonthNames[month.Month - 1]);
            _json.WriteStartObject(caregiver.ToString(CultureInfo.InvariantCulture));
            (_month, _caregiver) = (month, caregiver);
        }

        void Close(int levels)
        {
            for (; levels > 0; levels--)
                _json.WriteEndObject();
        }

        /// <summary>Whole amounts have no decimals; others have all the decimals of their currency.</summary>
        static decimal Plain(decimal units) => units == decimal.Truncate(units) ? decimal.Truncate(units) : units;
    }
}
