using System.Reflection;
using System.Text;
using Kalends.GraphQL;
using Kalends.Platform;
using Kalends.Platform.Http;

namespace Kalends.Tests.Contracts;

/// <summary>Writes <c>docs/api/errors.md</c> from the catalogue of refusals.</summary>
static class ErrorsPage
{
    public static string Text()
    {
        var page = new StringBuilder("""
            # Errors

            Over REST an error is `application/problem+json` (RFC 9457). Its `code` tells what is wrong; codes stay what
            they are, sentences may change. Over GraphQL the same code stands in `extensions.code`, and whatever else an
            error tells stands beside it; what REST says in the header `Retry-After` is `extensions.retry_after`.

            ## Codes

            | code | status | sentences | tells besides |
            |---|---|---|---|

            """);
        var codes = Refusals.All.GroupBy(refusal => refusal.Code).OrderBy(code => code.Key, StringComparer.Ordinal);
        foreach (var code in codes)
            page.AppendLine($"| `{code.Key}` | {Statuses(code)} | {Sentences(code)} | {Details(code)} |");

        page.Append("""

            ## Faults of an input

            `invalid_input` names every fault in `errors`, each with where it is (`pointer` into the body, RFC 6901, or
            the name of a `parameter`), a code and a sentence.

            | code | means |
            |---|---|

            """);
        foreach (var fault in Faults().OrderBy(fault => fault.Code, StringComparer.Ordinal))
            page.AppendLine($"| `{fault.Code}` | {fault.Meaning} |");

        page.Append("""

            ## Codes that only GraphQL has

            These are the codes of the GraphQL engine: of requests, documents and values that it does not take.

            """);
        var own = new[] { typeof(ErrorCodes), typeof(LimitCodes) }.SelectMany(Words)
            .Except(Refusals.All.Select(refusal => refusal.Code)).Order(StringComparer.Ordinal);
        page.AppendLine().AppendJoin(", ", own.Select(code => $"`{code}`")).AppendLine(".");
        return page.ToString();
    }

    static string Statuses(IEnumerable<Refusal> code) =>
        string.Join(", ", code.Select(refusal => Problems.StatusOf(refusal.Reason)).Distinct().Order());

    static string Sentences(IEnumerable<Refusal> code) =>
        string.Join("<br>", code.Select(refusal => refusal.Sentence.Replace("<", "&lt;")).Distinct());

    static string Details(IEnumerable<Refusal> code) => string.Join("<br>", code.SelectMany(refusal => refusal.Details)
        .Distinct()
        .Select(detail => $"`{detail.Name}` ({detail.Shape}): {detail.Meaning}"));

    /// <summary>The words that the errors of the modules and of the platform are written with.</summary>
    static IEnumerable<(string Code, string Meaning)> Faults() =>
        from type in typeof(Refusal).Assembly.GetTypes()
        where type == typeof(FaultCode)
            || (type.Name.EndsWith("Errors", StringComparison.Ordinal) && type != typeof(PlatformErrors))
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public)
        where field.IsLiteral && field.FieldType == typeof(string)
        select ((string)field.GetRawConstantValue()!, Docs.OfField(field) ?? "");

    static IEnumerable<string> Words(Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetValue(null)!);
}
