using System.Runtime.CompilerServices;
using Kalends.GraphQL.Execution;

namespace Kalends.GraphQL.Http;

/// <summary>
/// GraphQL over server-sent events, one stream for each operation: a <c>next</c> event for each answer, then a
/// <c>complete</c> event.
/// </summary>
static class EventFrames
{
    // Small answers are sent in one write; large ones are not copied again.
    const int JoinedMax = 16 * 1024;

    static readonly ReadOnlyMemory<byte> Start = "event: next\ndata: "u8.ToArray();
    static readonly ReadOnlyMemory<byte> End = "\n\n"u8.ToArray();
    static readonly ReadOnlyMemory<byte> Complete = "event: complete\ndata:\n\n"u8.ToArray();

    public static GraphHttpAnswer Answer(
        GraphEngine engine, CheckedDocument document, string? name, GraphRequest run) =>
        new(200, MediaTypes.EventStream, GraphResult.Empty)
        {
            DocumentName = name,
            Frames = cancel => Run(engine, document, run, cancel),
        };

    static async IAsyncEnumerable<ReadOnlyMemory<byte>> Run(
        GraphEngine engine, CheckedDocument document, GraphRequest run,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var result in engine.Subscribe(document, run, cancel))
            using (result)
                foreach (var piece in Next(result.Json)) yield return piece;
        yield return Complete;
    }

    // An answer is one line: the engine writes no line breaks between its parts, and JSON escapes those inside.
    static ReadOnlyMemory<byte>[] Next(ReadOnlyMemory<byte> json) => json.Length <= JoinedMax
        ? [(byte[])[.. Start.Span, .. json.Span, .. End.Span]] : [Start, json, End];
}
