using System.Globalization;
using Kalends.GraphQL;
using Kalends.GraphQL.Types;

namespace Kalends.Platform.GraphQL;

/// <summary>The scalars of the product.</summary>
static class GraphScalars
{
    extension(Graph graph)
    {
        /// <summary>An instant (RFC 3339).</summary>
        public Typed<Instant> DateTime => graph.Schema.Scalar(
            "DateTime", ReadInstant, (json, at) => json.String(at.Written()), "https://www.rfc-editor.org/rfc/rfc3339",
            "An instant in RFC 3339, answered in UTC: 2026-11-21T10:00:00Z.");

        /// <summary>A day of the calendar (RFC 3339, full-date).</summary>
        public Typed<DateOnly> Date => graph.Schema.Scalar<DateOnly>(
            "Date", ReadDate, (json, date) => json.String(date.ToString("O", CultureInfo.InvariantCulture)),
            "https://www.rfc-editor.org/rfc/rfc3339", "A day of the calendar: 2026-11-21.");

        /// <summary>A whole number that may need more than 32 bits, such as an amount of money.</summary>
        public Typed<long> Long => graph.Schema.Scalar<long>(
            "Long", ReadLong, (json, number) => json.Number(number), null,
            "A whole number between -(2^53 - 1) and 2^53 - 1, which every JSON reader keeps exact.");

        /// <summary>Any JSON value, in a string that holds it.</summary>
        public Typed<RawJson> JsonString => graph.Schema.Scalar<RawJson>(
            "JSONString", ReadJson, (json, raw) => json.String(raw.Text), null,
            "Any JSON value, as a string that holds it: \"{\\\"n\\\": 1}\".");
    }

    static RawJson ReadJson(object given) => given is string text && RawJson.TryParse(text, out var raw)
        ? raw
        : throw new GraphException(ErrorCodes.BadInput, "A JSONString is a string that holds one JSON value.");

    static long ReadLong(object given) => given is long and >= -LongMax and <= LongMax
        ? (long)given
        : throw new GraphException(ErrorCodes.BadInput, "A Long is a whole number of at most 53 bits.");

    const long LongMax = (1L << 53) - 1;

    static DateOnly ReadDate(object given) => given is string text
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var date)
            ? date
            : throw new GraphException(ErrorCodes.BadInput, "A Date is text such as 2026-11-21.");

    static Instant ReadInstant(object given) =>
        given is string text && Instants.TryParse(text, out var at)
            ? at
            : throw new GraphException(ErrorCodes.BadInput, "A DateTime is RFC 3339 text with an offset.");
}
