using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Kalends.Platform;

/// <summary>
/// Writes the log as one flat JSON object per line: time, level, source, then the message's own values in snake_case,
/// and the trace and the span to which the line belongs.
/// </summary>
/// <remarks>
/// Lines are collected for a moment and written together. Written one by one, each would need a system call and a
/// change of threads, which cost as much as the request that it describes. An error is written at once, with all lines
/// before it.
/// </remarks>
sealed class LogLines : ILoggerProvider
{
    const int GatheredMax = 64 << 10;
    static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(100);

    readonly TimeProvider _clock;
    readonly Stream _to = Console.OpenStandardOutput();
    readonly ArrayBufferWriter<byte> _gathered = new(GatheredMax);
    readonly Timer _writing;

    public LogLines(TimeProvider clock)
    {
        _clock = clock;
        _writing = new Timer(_ => Flush());
    }

    public ILogger CreateLogger(string categoryName) => new Source(this, categoryName);

    public void Dispose()
    {
        _writing.Dispose();
        Flush();
    }

    void Gather(ReadOnlySpan<byte> line, bool isUrgent)
    {
        // A thread that finds the buffer full writes it out: a slow reader slows the server down, but no line is lost.
        lock (_gathered)
        {
            var isFirst = _gathered.WrittenCount == 0;
            _gathered.Write(line);
            if (isUrgent || _gathered.WrittenCount >= GatheredMax)
                Flush();
            else if (isFirst)
                _writing.Change(WaitMax, Timeout.InfiniteTimeSpan);
        }
    }

    void Flush()
    {
        lock (_gathered)
        {
            try
            {
                _to.Write(_gathered.WrittenSpan);
            }
            catch (IOException)
            {
                // A disk full of logs loses lines, but must not stop the server.
            }
            _gathered.ResetWrittenCount();
        }
    }

    sealed class Source(LogLines lines, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => level != LogLevel.None;

        public void Log<TState>(
            LogLevel level, EventId id, TState state, Exception? wrong, Func<TState, Exception?, string> format)
        {
            var line = Line.Begin();
            line.Json.WriteString("time", lines._clock.GetUtcNow().UtcDateTime);
            line.Json.WriteString("level", Line.Name(level.ToString()));
            line.Json.WriteString("source", name);
            if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
                line.Write(values);
            line.WritePlace(Activity.Current);
            if (name != "Kalends.Requests")
                line.Json.WriteString("message", format(state, wrong));
            if (wrong is not null)
                line.Json.WriteString("exception", wrong.ToString());
            lines.Gather(line.End(), isUrgent: level >= LogLevel.Error);
        }
    }

    /// <summary>The state with which one thread writes its lines.</summary>
    sealed class Line
    {
        [ThreadStatic]
        static Line? _mine;

        static readonly ConcurrentDictionary<string, JsonEncodedText> Names = new();

        readonly ArrayBufferWriter<byte> _bytes = new(512);
        bool _hasTrace;

        Line() => Json = new Utf8JsonWriter(_bytes, new() { Encoder = Platform.Json.Options.Encoder });

        public Utf8JsonWriter Json { get; }

        public static Line Begin()
        {
            var line = _mine ??= new Line();
            line._bytes.ResetWrittenCount();
            line._hasTrace = false;
            line.Json.Reset();
            line.Json.WriteStartObject();
            return line;
        }

        public ReadOnlySpan<byte> End()
        {
            Json.WriteEndObject();
            Json.Flush();
            _bytes.Write("\n"u8);
            return _bytes.WrittenSpan;
        }

        public static JsonEncodedText Name(string name) => Names.GetOrAdd(
            name, static name => JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(name)));

        public void Write(IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            for (var i = 0; i < values.Count; i++)
                if (values[i] is var (name, value) && name != "{OriginalFormat}")
                    Write(name, value);
        }

        /// <summary>Writes the trace, unless the message has it, and the span.</summary>
        public void WritePlace(Activity? span)
        {
            if (span is null)
                return;
            if (!_hasTrace)
                Json.WriteString("trace_id", span.TraceId.ToHexString());
            Json.WriteString("span_id", span.SpanId.ToHexString());
        }

        void Write(string name, object? value)
        {
            _hasTrace |= name == "TraceId";
            Write(Name(name), value);
        }

        void Write(JsonEncodedText name, object? value)
        {
            switch (value)
            {
                case int number:
                    Json.WriteNumber(name, number);
                    break;
                case long number:
                    Json.WriteNumber(name, number);
                    break;
                case double number:
                    Json.WriteNumber(name, number);
                    break;
                default:
                    Json.WriteString(name, value?.ToString());
                    break;
            }
        }
    }
}
