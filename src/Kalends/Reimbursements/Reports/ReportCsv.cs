using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Reimbursements.Reports;

/// <summary>The report as CSV (RFC 4180): a header, columns for its groups, amounts in minor and whole units.</summary>
sealed class ReportCsv(PipeWriter to, ReportQuestion question, Instant now) : ReportWriter(to)
{
    readonly PipeWriter _to = to;
    readonly StringBuilder _line = new();
    readonly string _end =
        $",{Words.Of(question.Basis)},{Csv.Cell(question.TimeZone)},{now}\r\n";

    public override void Describe(HttpResponse response)
    {
        response.ContentType = $"{Formats.Csv}; charset=utf-8; header=present";
        var at = now.ToString().Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        response.Headers.ContentDisposition =
            $"attachment; filename=\"reimbursements-by-{Words.Of(question.Basis)}-{at}.csv\"";
    }

    public override void Begin()
    {
        if (question.GroupBy.Contains(ReportGroup.Month))
            _line.Append("month,");
        if (question.GroupBy.Contains(ReportGroup.Caregiver))
            _line.Append("caregiver_id,caregiver_name,");
        if (question.GroupBy.Contains(ReportGroup.Type))
            _line.Append("event_type_id,event_type_name,");
        _line.Append("state,currency,events,amount,amount_decimal,basis,time_zone,generated_at\r\n");
        Put();
    }

    public override void Row(in ReportRow row)
    {
        if (row.Month is { } month)
            _line.Append(month.ToString()).Append(',');
        if (row.CaregiverId is { } caregiver)
            _line.Append(caregiver).Append(',').Append(Csv.Cell(row.CaregiverName!)).Append(',');
        if (row.EventTypeId is { } type)
            _line.Append(type).Append(',').Append(Csv.Cell(row.EventTypeName!)).Append(',');
        _line.Append(Words.Of(row.State)).Append(',').Append(row.Currency).Append(',')
            .Append(row.Events).Append(',').Append(row.Amount).Append(',')
            .Append(CultureInfo.InvariantCulture, $"{row.InUnits()}").Append(_end);
        Put();
    }

    public override void End()
    {
    }

    void Put()
    {
        foreach (var chunk in _line.GetChunks())
            Encoding.UTF8.GetBytes(chunk.Span, _to);
        _line.Clear();
    }
}

/// <summary>Text as a cell of CSV that a spreadsheet shows, and never computes.</summary>
static class Csv
{
    static readonly SearchValues<char> ToQuote = SearchValues.Create("\",;\r\n\t");

    // Full-width signs begin a formula in some spreadsheets too.
    const string FormulaStarts = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>
    /// A text that a spreadsheet would take for a formula gets an apostrophe before it, also where it would begin a
    /// cell for those who split at semicolons or tabs.
    /// </summary>
    public static string Cell(string text)
    {
        var safe = text;
        for (var i = text.Length - 1; i >= 0; i--)
            if (FormulaStarts.Contains(text[i], StringComparison.Ordinal) && (i == 0 || text[i - 1] is ';' or '\t'))
                safe = safe.Insert(i, "'");
        var isPlain = ReferenceEquals(safe, text) && !text.AsSpan().ContainsAny(ToQuote)
            && text.Trim().Length == text.Length;
        return isPlain ? text : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
