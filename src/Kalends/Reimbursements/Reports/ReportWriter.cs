using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;
using Kalends.Reimbursements.CareEvents;

namespace Kalends.Reimbursements.Reports;

/// <summary>Writes a report row by row, into a pipe that waits for a slow reader.</summary>
abstract class ReportWriter(PipeWriter to)
{
    public abstract void Describe(HttpResponse response);

    public abstract void Begin();

    public abstract void Row(in ReportRow row);

    public abstract void End();

    /// <summary>Sends the gathered bytes once there is a piece of them.</summary>
    public ValueTask Send(HttpContext http)
    {
        if (to.HasPiece())
            HandOver();
        return to.SendPiece(http);
    }

    /// <summary>Puts the bytes that the writer still keeps into the pipe.</summary>
    protected virtual void HandOver()
    {
    }

    protected static Utf8JsonWriter Json(PipeWriter to) =>
        new(to, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    protected static void Write(Utf8JsonWriter json, JsonEncodedText name, Instant at)
    {
        Span<byte> text = stackalloc byte[Instants.TextBytesMax];
        json.WriteString(name, text[..at.Write(text)]);
    }

    protected void WriteRow(Utf8JsonWriter json, in ReportRow row)
    {
        if (row.Month is { } month)
            json.WriteString(Names.Month, TextOf(month));
        if (row.CaregiverId is { } caregiver)
        {
            json.WriteNumber(Names.CaregiverId, caregiver);
            json.WriteString(Names.CaregiverName, row.CaregiverName);
        }
        if (row.EventTypeId is { } type)
        {
            json.WriteNumber(Names.EventTypeId, type);
            json.WriteString(Names.EventTypeName, row.EventTypeName);
        }
        json.WriteString(Names.State, States[(int)row.State]);
        json.WriteString(Names.Currency, row.Currency);
        json.WriteNumber(Names.Events, row.Events);
        json.WriteNumber(Names.Amount, row.Amount);
    }

    // Rows come month by month.
    JsonEncodedText TextOf(YearMonth month)
    {
        if (_month.Month != month)
            _month = (month, JsonEncodedText.Encode(month.Written()));
        return _month.Text;
    }

    (YearMonth? Month, JsonEncodedText Text) _month;

    static readonly JsonEncodedText[] States =
        Enum.GetValues<CareEventState>().Select(state => JsonEncodedText.Encode(EnumText.Of(state))).ToArray();

    /// <summary>The property names of the JSON, encoded once.</summary>
    protected static class Names
    {
        public static readonly JsonEncodedText Month = JsonEncodedText.Encode("month");
        public static readonly JsonEncodedText CaregiverId = JsonEncodedText.Encode("caregiver_id");
        public static readonly JsonEncodedText CaregiverName = JsonEncodedText.Encode("caregiver_name");
        public static readonly JsonEncodedText EventTypeId = JsonEncodedText.Encode("event_type_id");
        public static readonly JsonEncodedText EventTypeName = JsonEncodedText.Encode("event_type_name");
        public static readonly JsonEncodedText State = JsonEncodedText.Encode("state");
        public static readonly JsonEncodedText Currency = JsonEncodedText.Encode("currency");
        public static readonly JsonEncodedText Events = JsonEncodedText.Encode("events");
        public static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
        public static readonly JsonEncodedText GeneratedAt = JsonEncodedText.Encode("generated_at");
        public static readonly JsonEncodedText Basis = JsonEncodedText.Encode("basis");
        public static readonly JsonEncodedText TimeZone = JsonEncodedText.Encode("time_zone");
    }
}

/// <summary>The report as one JSON document.</summary>
sealed class ReportJson(PipeWriter to, ReportQuestion question, Instant now) : ReportWriter(to)
{
    readonly Utf8JsonWriter _json = Json(to);

    public override void Describe(HttpResponse response) => response.ContentType = Formats.Json;

    public override void Begin()
    {
        _json.WriteStartObject();
        Write(_json, Names.GeneratedAt, now);
        _json.WriteString(Names.Basis, EnumText.Of(question.Basis));
        _json.WriteString(Names.TimeZone, question.TimeZone);
        Bound("from", question.From);
        Bound("to", question.To);
        _json.WriteStartArray("group_by");
        foreach (var group in question.GroupBy)
            _json.WriteStringValue(EnumText.Of(group));
        _json.WriteEndArray();
        _json.WriteStartArray("items");
    }

    public override void Row(in ReportRow row)
    {
        _json.WriteStartObject();
        WriteRow(_json, row);
        _json.WriteEndObject();
    }

    public override void End()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        HandOver();
    }

    protected override void HandOver() => _json.Flush();

    void Bound(string name, Instant? at)
    {
        if (at is { } instant)
            Write(_json, JsonEncodedText.Encode(name), instant);
        else
            _json.WriteNull(name);
    }
}

/// <summary>The report as JSON lines; each line is complete in itself.</summary>
sealed class ReportLines(PipeWriter to, ReportQuestion question, Instant now) : ReportWriter(to)
{
    readonly PipeWriter _to = to;
    readonly Utf8JsonWriter _json = Json(to);

    public override void Describe(HttpResponse response) => response.ContentType = Formats.Lines;

    public override void Begin()
    {
    }

    public override void Row(in ReportRow row)
    {
        _json.WriteStartObject();
        WriteRow(_json, row);
        _json.WriteString(Names.Basis, EnumText.Of(question.Basis));
        _json.WriteString(Names.TimeZone, question.TimeZone);
        Write(_json, Names.GeneratedAt, now);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _to.GetSpan(1)[0] = (byte)'\n';
        _to.Advance(1);
    }

    public override void End()
    {
    }
}
