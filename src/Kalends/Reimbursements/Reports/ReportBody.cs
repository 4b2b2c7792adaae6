using Kalends.Platform.Calls;
using Kalends.Platform.Http;

namespace Kalends.Reimbursements.Reports;

/// <summary>A report that is written while it is read, so that its size costs no memory.</summary>
/// <param name="question">What it is about.</param>
/// <param name="csv">The form that it has as CSV.</param>
/// <param name="call">The request.</param>
/// <param name="type">Its media type; null if the Accept header decides.</param>
[Formats(typeof(ReimbursementReport), Formats.Json, Formats.Csv, Formats.Lines)]
sealed class ReportBody(ReportQuestion question, CsvForm csv, Call call, string? type = null) : IJsonBody
{
    public Task WriteTo(HttpContext http)
    {
        var to = http.Response.BodyWriter;
        ReportWriter writer = (type ?? Formats.Pick(http.Request, typeof(ReportBody))) switch
        {
            Formats.Csv => new ReportCsv(to, question, csv, call.Now),
            Formats.Lines => new ReportLines(to, question, call.Now),
            _ => new ReportJson(to, question, call.Now),
        };
        return Write(http, writer, question, call);
    }

    /// <summary>Streams the rows of a question through a writer.</summary>
    public static async Task Write(HttpContext http, ReportWriter writer, ReportQuestion question, Call call)
    {
        var begun = false;
        try
        {
            await question.Each(call, row =>
            {
                Begin();
                writer.Row(row);
                return writer.Send(http);
            });
            Begin();
            writer.End();
        }
        catch when (begun)
        {
            // A report that is cut off must not look complete.
            http.Abort();
            throw;
        }

        // Nothing is written before the first row is read, so an error until then is answered as a problem.
        void Begin()
        {
            if (begun)
                return;
            begun = true;
            writer.Describe(http.Response);
            writer.Begin();
        }
    }
}
