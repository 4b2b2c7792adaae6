using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Reports;

/// <summary>The form of CSV that a caller's spreadsheet reads.</summary>
readonly record struct CsvForm(char Separator, bool DecimalComma)
{
    /// <summary>Reads the form that a caller asks for.</summary>
    public static CsvForm Of(string separator, bool decimalComma) => separator switch
    {
        "," or ";" => new CsvForm(separator[0], decimalComma),
        "tab" => new CsvForm('\t', decimalComma),
        _ => throw Refused.InvalidParameter(
            "separator", FaultCode.UnknownWord, "separator must be one of , and ; and tab."),
    };

    /// <summary>Writes a fractional number as a cell.</summary>
    public string Cell(decimal number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        if (!DecimalComma || !text.Contains('.', StringComparison.Ordinal))
            return text;
        var withComma = text.Replace('.', ',');
        return Separator == ',' ? $"\"{withComma}\"" : withComma;
    }
}

/// <summary>
/// The report as CSV (RFC 4180), with a header, columns for its groups, and amounts in minor and whole units.
/// </summary>
sealed class ReportCsv(PipeWriter to, ReportQuestion question, CsvForm form, Instant now) : ReportWriter(to)
{
    // Without this mark, spreadsheets read a file in the code page of their country and show names wrongly.
    const char ByteOrderMark = '\uFEFF';

    readonly PipeWriter _to = to;
    readonly StringBuilder _line = new();
    readonly string _end = string.Create(
        CultureInfo.InvariantCulture,
        $"{EnumText.Of(question.Basis)}{form.Separator}{Csv.Cell(question.TimeZone)}{form.Separator}" +
        $"{now.Written()}\r\n");

    public override void Describe(HttpResponse response)
    {
        response.ContentType = $"{Formats.Csv}; charset=utf-8; header=present";
        var at = now.Written().Replace(":", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        response.Headers.ContentDisposition =
            $"attachment; filename=\"reimbursements-by-{EnumText.Of(question.Basis)}-{at}.csv\"";
    }

    public override void Begin()
    {
        _line.Append(ByteOrderMark);
        if (question.GroupBy.Contains(ReportGroup.Month))
            Cell("month");
        if (question.GroupBy.Contains(ReportGroup.Caregiver))
            Cell("caregiver_id").Cell("caregiver_name");
        if (question.GroupBy.Contains(ReportGroup.Type))
            Cell("event_type_id").Cell("event_type_name");
        Cell("state").Cell("currency").Cell("events").Cell("amount").Cell("amount_decimal").Cell("basis")
            .Cell("time_zone");
        _line.Append("generated_at\r\n");
        Put();
    }

    public override void Row(in ReportRow row)
    {
        if (row.Month is { } month)
            Cell(month.Written());
        if (row.CaregiverId is { } caregiver)
            Cell(caregiver).Cell(Csv.Cell(row.CaregiverName!));
        if (row.EventTypeId is { } type)
            Cell(type).Cell(Csv.Cell(row.EventTypeName!));
        Cell(EnumText.Of(row.State)).Cell(row.Currency).Cell(row.Events).Cell(row.Amount)
            .Cell(form.Cell(row.InUnits()));
        _line.Append(_end);
        Put();
    }

    public override void End()
    {
    }

    ReportCsv Cell(string text)
    {
        _line.Append(text).Append(form.Separator);
        return this;
    }

    ReportCsv Cell(long number)
    {
        _line.Append(CultureInfo.InvariantCulture, $"{number}").Append(form.Separator);
        return this;
    }

    void Put()
    {
        foreach (var chunk in _line.GetChunks())
            Encoding.UTF8.GetBytes(chunk.Span, _to);
        _line.Clear();
    }
}

/// <summary>Text as a cell of CSV that a spreadsheet shows and never computes.</summary>
static class Csv
{
    static readonly SearchValues<char> ToQuote = SearchValues.Create("\",;\r\n\t");

    // Full-width signs begin a formula in some spreadsheets too.
    const string FormulaStarts = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>
    /// Puts an apostrophe before each sign that begins a formula, at the start of the text and after any separator,
    /// because a reader may split at another separator than the requested one.
    /// </summary>
    public static string Cell(string text)
    {
        var safe = text;
        for (var i = text.Length - 1; i >= 0; i--)
            if (FormulaStarts.Contains(text[i], StringComparison.Ordinal)
                && (i == 0 || text[i - 1] is ',' or ';' or '\t'))
                safe = safe.Insert(i, "'");
        var isPlain = ReferenceEquals(safe, text) && !text.AsSpan().ContainsAny(ToQuote)
            && text.Trim().Length == text.Length;
        return isPlain ? text : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
