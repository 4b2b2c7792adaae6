using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Kalends.Platform;

/// <summary>How the program tells its operator what it does.</summary>
sealed record LogSettings : ISettings
{
    public static string Section => "Kalends:Log";

    /// <summary>The least level that is written: trace, debug, information, warning, error or critical.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>One JSON object a line, or text for human eyes: json or text.</summary>
    [RegularExpression("json|text", ErrorMessage = "Format must be json or text.")]
    public string Format { get; init; } = "json";
}

/// <summary>Sends the log to standard output in the configured form.</summary>
static class Logs
{
    public static ILoggingBuilder AddLogs(this ILoggingBuilder logging, LogSettings settings)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(settings.Level);
        // The framework's own lines about each request would double ours.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        if (settings.Format == "text")
            return logging.AddSimpleConsole(text => text.SingleLine = true);

        logging.AddConsole(console => console.FormatterName = JsonLines.Name);
        return logging.AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
    }

    /// <summary>
    /// One flat JSON object a line: time, level, source, then the message's own values in snake_case.
    /// </summary>
    sealed class JsonLines() : ConsoleFormatter(Name)
    {
        public new const string Name = "kalends-json";

        public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter to)
        {
            using var buffer = new MemoryStream(512);
            using (var json = new Utf8JsonWriter(buffer, new() { Encoder = Json.Options.Encoder }))
            {
                json.WriteStartObject();
                json.WriteString("time", DateTime.UtcNow);
                json.WriteString("level", JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.LogLevel.ToString()));
                json.WriteString("source", entry.Category);
                if (entry.State is IReadOnlyList<KeyValuePair<string, object?>> values)
                    WriteValues(json, values);
                if (entry.Category != "Kalends.Requests")
                    json.WriteString("message", entry.Formatter(entry.State, entry.Exception));
                if (entry.Exception is not null)
                    json.WriteString("exception", entry.Exception.ToString());
                json.WriteEndObject();
            }
            to.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        }

        static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            foreach (var (name, value) in values)
            {
                if (name == "{OriginalFormat}")
                    continue;
                json.WritePropertyName(JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
                if (value is int or long or double)
                    json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(value, Json.Options));
                else
                    json.WriteStringValue(value?.ToString());
            }
        }
    }
}
