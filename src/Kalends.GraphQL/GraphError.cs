using System.Text;

namespace Kalends.GraphQL;

/// <summary>An error that a client sees: a stable code, a message, and the place where it happened.</summary>
public sealed record GraphError(string Code, string Message)
{
    /// <summary>The places in the document where the error lies, in lines and columns.</summary>
    public IReadOnlyList<SourceLocation> Locations { get; init; } = [];

    /// <summary>The response names and indexes that lead to the failed position; null for request errors.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>The byte offset of the error in the document, before it is converted to a line and column.</summary>
    internal int? Offset { get; init; }

    /// <summary>Whether this error ends the whole request, whatever else was requested.</summary>
    public bool EndsRequest { get; init; }

    /// <summary>Further entries of <c>extensions</c>; values are strings, numbers, booleans or JSON.</summary>
    public IReadOnlyDictionary<string, object>? Extensions { get; init; }
}

/// <summary>Thrown by a resolver, a scalar or a module to refuse a client.</summary>
public sealed class GraphException(GraphError error, Exception? inner = null) : Exception(error.Message, inner)
{
    /// <summary>Creates a refusal with a stable code and a message that the client may read.</summary>
    public GraphException(string code, string message) : this(new GraphError(code, message))
    {
    }

    /// <summary>The error that the client sees.</summary>
    public GraphError Error { get; } = error;
}

/// <summary>Ends the whole request from any depth.</summary>
sealed class RequestAborted(GraphError error) : Exception(error.Message)
{
    public GraphError Error { get; } = error;
}

/// <summary>A place in a document: line and column count from one, columns in UTF-16 units.</summary>
public readonly record struct SourceLocation(int Line, int Column)
{
    /// <summary>Converts a byte offset to a line and column.</summary>
    public static SourceLocation Of(ReadOnlySpan<byte> source, int offset)
    {
        var line = 1;
        var start = 0;
        for (var next = LineAfter(source, 0); next >= 0 && next <= offset; next = LineAfter(source, next))
        {
            start = next;
            line++;
        }
        return new SourceLocation(line, Encoding.UTF8.GetCharCount(source[start..Math.Min(offset, source.Length)]) + 1);
    }

    /// <summary>The offset at which the next line starts; -1 if there is none.</summary>
    internal static int LineAfter(ReadOnlySpan<byte> source, int from)
    {
        var end = source[from..].IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0) return -1;
        end += from;
        return source[end] == '\r' && end + 1 < source.Length && source[end + 1] == '\n' ? end + 2 : end + 1;
    }
}

/// <summary>The codes that the engine itself uses in <c>extensions.code</c>.</summary>
public static class ErrorCodes
{
    /// <summary>The document is not GraphQL.</summary>
    public const string Syntax = "syntax_error";

    /// <summary>The document breaks a validation rule.</summary>
    public const string Validation = "validation_failed";

    /// <summary>The request names no operation, or one that does not exist.</summary>
    public const string Operation = "operation_not_found";

    /// <summary>A variable has a value of the wrong type.</summary>
    public const string Variables = "bad_variables";

    /// <summary>An argument has a value that the field does not accept.</summary>
    public const string BadInput = "bad_input";

    /// <summary>The HTTP request is not a GraphQL request.</summary>
    public const string Request = "bad_request";

    /// <summary>A resolver failed, and clients are not told why.</summary>
    public const string Internal = "internal_error";

    /// <summary>A non-null position had no value.</summary>
    public const string NullValue = "null_value";

    /// <summary>A resolver returned a value that its type cannot hold.</summary>
    public const string BadValue = "bad_value";

    /// <summary>The caller may not read this field.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The request took too long.</summary>
    public const string Timeout = "timeout";

    /// <summary>The request names a document that this server does not have.</summary>
    public const string DocumentNotFound = "document_not_found";

    /// <summary>Only trusted documents are run, and this is not one.</summary>
    public const string DocumentNotTrusted = "document_not_trusted";

    /// <summary>No document is registered under this hash; clients of Apollo's protocol then send its text.</summary>
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";

    /// <summary>This server registers no documents; clients of Apollo's protocol send texts from then on.</summary>
    public const string PersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED";

    /// <summary>The hash does not match the text beside it.</summary>
    public const string PersistedQueryHashMismatch = "PERSISTED_QUERY_HASH_MISMATCH";
}
