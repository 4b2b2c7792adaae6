using System.Buffers;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kalends.Platform.Sentry;

/// <summary>Writes a report as Sentry takes it: an envelope of three lines, the last of them the event.</summary>
/// <remarks>https://develop.sentry.dev/sdk/data-model/envelopes/</remarks>
sealed partial class Envelope(string release, string environment)
{
    const int CausesMax = 5;
    const int FramesMax = 100;

    static readonly string Version =
        typeof(Envelope).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>What release this is, where nobody says another.</summary>
    public static string OwnRelease => $"kalends@{Version}";

    /// <summary>Who sends, as Sentry wants to know it.</summary>
    public string Client { get; } = $"kalends/{Version}";

    public byte[] Write(ErrorReport report, DateTimeOffset at, DateTimeOffset sentAt)
    {
        var payload = Line(json => WriteEvent(json, report, at));
        var header = Line(json =>
        {
            json.WriteString("event_id", report.Id);
            json.WriteString("sent_at", sentAt.UtcDateTime);
        });
        var item = Line(json =>
        {
            json.WriteString("type", "event");
            json.WriteString("content_type", "application/json");
            json.WriteNumber("length", payload.Length);
        });
        return [.. header, .. "\n"u8, .. item, .. "\n"u8, .. payload, .. "\n"u8];
    }

    static byte[] Line(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    void WriteEvent(Utf8JsonWriter json, ErrorReport report, DateTimeOffset at)
    {
        json.WriteString("event_id", report.Id);
        json.WriteString("timestamp", at.UtcDateTime);
        json.WriteString("platform", "csharp");
        json.WriteString("level", "error");
        json.WriteString("release", release);
        json.WriteString("environment", environment);
        json.WriteString("transaction", report.Place);
        if (report.UserId is not null)
            WriteObject(json, "user", () => json.WriteString("id", report.UserId));
        if (report.TraceId is not null)
            WriteObject(json, "tags", () => json.WriteString("trace_id", report.TraceId));
        if (report.SpanId is not null)
            WriteObject(json, "contexts", () => WriteObject(json, "trace", () =>
            {
                json.WriteString("trace_id", report.TraceId);
                json.WriteString("span_id", report.SpanId);
            }));
        WriteObject(json, "exception", () =>
        {
            json.WriteStartArray("values");
            // The cause comes first.
            foreach (var wrong in Causes(report.Wrong).Reverse())
                WriteException(json, wrong);
            json.WriteEndArray();
        });
    }

    static IEnumerable<Exception> Causes(Exception wrong)
    {
        var cause = wrong;
        for (var i = 0; i < CausesMax && cause is not null; i++, cause = cause.InnerException)
            yield return cause;
    }

    static void WriteException(Utf8JsonWriter json, Exception wrong)
    {
        json.WriteStartObject();
        json.WriteString("type", wrong.GetType().Name);
        json.WriteString("module", wrong.GetType().Namespace);
        json.WriteString("value", SafeText.Of(wrong));
        WriteObject(json, "stacktrace", () =>
        {
            json.WriteStartArray("frames");
            // The newest call comes last.
            foreach (var frame in new StackTrace(wrong, fNeedFileInfo: true).GetFrames().Take(FramesMax).Reverse())
                WriteFrame(json, frame);
            json.WriteEndArray();
        });
        json.WriteEndObject();
    }

    static void WriteFrame(Utf8JsonWriter json, StackFrame frame)
    {
        var method = frame.GetMethod();
        var type = method?.DeclaringType;
        // The compiler makes a type of an asynchronous function: what was written is its name and the type around it.
        var written = type is null ? null : Generated().Match(type.Name) is { Success: true } made ? made : null;
        var module = (written is null ? type : type!.DeclaringType)?.FullName;

        json.WriteStartObject();
        json.WriteString("function", written?.Groups[1].Value ?? method?.Name);
        json.WriteString("module", module);
        json.WriteBoolean("in_app", module?.StartsWith("Kalends", StringComparison.Ordinal) ?? false);
        if (frame.GetFileName() is { } file)
        {
            json.WriteString("filename", Path.GetFileName(file));
            json.WriteNumber("lineno", frame.GetFileLineNumber());
        }
        json.WriteEndObject();
    }

    static void WriteObject(Utf8JsonWriter json, string name, Action write)
    {
        json.WriteStartObject(name);
        write();
        json.WriteEndObject();
    }

    [GeneratedRegex(@"^<(\w+)>")]
    private static partial Regex Generated();
}
