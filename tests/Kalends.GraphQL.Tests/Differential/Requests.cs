using System.Text;
using System.Text.Json;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Http;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>Compares how the engine answers a request with what the oracle expects.</summary>
static class Requests
{
    /// <summary>The cases are about the specification; each limit has a test of its own.</summary>
    public static GraphOptions WithoutLimits { get; } = new()
    {
        Limits = new GraphLimits
        {
            Parsing = new ParseLimits(TokensMax: int.MaxValue, DepthMax: 2000),
            DepthMax = int.MaxValue,
            AliasesMax = int.MaxValue,
            DirectivesMax = int.MaxValue,
            FieldsMax = int.MaxValue,
            RootFieldsMax = int.MaxValue,
            CostMax = long.MaxValue,
            RowsMax = int.MaxValue,
            ErrorsMax = int.MaxValue,
            IntrospectionDepthMax = int.MaxValue,
            ValidationWorkMax = int.MaxValue,
            TimeMax = TimeSpan.FromHours(1),
        },
    };

    public static async Task Compare(GraphEngine engine, Case one, Differences differences)
    {
        try
        {
            await CompareAnswers(engine, one, differences);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            differences.Check("exception", "none", error.ToString());
        }
    }

    static async Task CompareAnswers(GraphEngine engine, Case one, Differences differences)
    {
        var request = new GraphRequest(one.Document)
        {
            OperationName = one.OperationName,
            Variables = one.Variables is null ? null : JsonElement.Parse(one.Variables),
        };
        using var result = await engine.Execute(request);
        var expected = one.Expected;
        // What a subscription answers is a stream; only its validation is compared.
        if (expected is { SyntaxError: null, Invalid.Length: 0, Result: null } && result.Outcome != Outcome.Invalid)
            return;
        // The disagreements about validity, in which the engine is the stricter side; README.md explains them.
        if (expected.Invalid is [] && result.Outcome == Outcome.Invalid
            && result.Errors.All(error => IsAboutOneOf(error) || IsAboutTypeName(error, one.Document)))
            return;
        differences.Check("outcome", OutcomeOf(expected).ToString(), result.Outcome.ToString());
        if (result.Outcome != OutcomeOf(expected))
            return;
        differences.Check("answer over HTTP", result.ToString(), await AnswerOverHttp(engine, one));
        switch (result.Outcome)
        {
            case Outcome.Invalid:
                CompareFaults(one, result.Errors, differences);
                break;
            case Outcome.BadRequest:
                ComparePlaces("request errors", expected.Result!.Errors, result.Errors, differences);
                break;
            case Outcome.Executed:
                CompareExecuted(expected.Result!, result, differences);
                break;
        }
    }

    /// <summary>The same request as a body, in which the document is a JSON string; by now it may be cached.</summary>
    static async Task<string> AnswerOverHttp(GraphEngine engine, Case one)
    {
        // Variables as they were written: an error shows them so.
        var body = $"{{\"query\":{JsonSerializer.Serialize(one.Document)},\"variables\":{one.Variables ?? "null"}," +
            $"\"operationName\":{JsonSerializer.Serialize(one.OperationName)}}}";
        using var answer = await new GraphHttp(engine).Answer(new GraphHttpRequest("POST")
        {
            ContentType = "application/json",
            Body = Encoding.UTF8.GetBytes(body),
        });
        return Encoding.UTF8.GetString(answer.Body.Span);
    }

    static Outcome OutcomeOf(Expectation expected) => expected switch
    {
        { SyntaxError: not null } => Outcome.SyntaxError,
        { Invalid.Length: > 0 } => Outcome.Invalid,
        { Result.Data: null } => Outcome.BadRequest,
        _ => Outcome.Executed,
    };

    static void CompareExecuted(ResultReport expected, GraphResult result, Differences differences)
    {
        const string Start = "{\"data\":";
        // The reference implementation fails the whole selection set over a null condition; here null is not true.
        if (expected.Errors.Any(error => error.Message.StartsWith("Argument \"@", StringComparison.Ordinal)))
            return;
        var response = result.ToString();
        var end = result.Errors.Count == 0 ? response.Length - 1 : response.LastIndexOf(",\"errors\":[{\"message\":");
        differences.Check("start of the response", Start, response[..Start.Length]);
        differences.Check("data", expected.Data, JsText.WithNumbers(response[Start.Length..end]));
        var theirs = Paths(expected.Errors);
        var ours = Paths(result.Errors);
        differences.Check("execution errors", string.Join('\n', theirs), string.Join('\n', ours));
    }

    /// <summary>
    /// Two fields that cannot be merged are only compared as a fact: the reference implementation compares pairs, and
    /// reports a pair of parents with all that conflicts below; the engine compares groups, and reports the leaves.
    /// </summary>
    static void CompareFaults(Case one, IReadOnlyList<GraphError> actual, Differences differences)
    {
        var expected = one.Expected.Invalid!;
        var duplicates = expected.Where(IsAboutNames).ToList();
        if (duplicates.Count > 0)
        {
            // Which of two things with one name counts for the other rules is left to the implementation.
            var places = actual.Select(Place).ToHashSet(StringComparer.Ordinal);
            foreach (var place in duplicates.Select(Place))
                differences.Check("duplicates", place, places.Contains(place) ? place : null);
            return;
        }
        var conflicts = expected.Where(error => error.Rule == "OverlappingFieldsCanBeMerged").ToList();
        var ours = actual.Where(error => error.Message.Contains("conflict because", StringComparison.Ordinal)).ToList();
        ComparePlaces("validation errors", expected.Except(conflicts), actual.Except(ours), differences,
            mayReportMore: expected.Any(IsGuessing));
        if (conflicts.Count == 0)
            ours.RemoveAll(error => IsAboutTypeName(error, one.Document));
        // The engine looks for conflicts where operations lead and fragments end; a document with other fragments is
        // refused anyway.
        if (!expected.Any(error => error.Rule is "NoFragmentCycles" or "NoUnusedFragments"))
            differences.Check("conflict of fields", Any(conflicts.Count), Any(ours.Count));
    }

    /// <summary>
    /// The reference implementation also checks type definitions, which no request may contain, and takes the arguments
    /// of an unknown directive for those of the field around it.
    /// </summary>
    static bool IsGuessing(ErrorReport error) => error.Rule == "ExecutableDefinitions"
        || error.Message.StartsWith("Unknown directive", StringComparison.Ordinal);

    static bool IsAboutNames(ErrorReport error) => error.Rule != "UniqueDirectivesPerLocation"
        && error.Rule!.StartsWith("Unique", StringComparison.Ordinal);

    static bool IsAboutOneOf(GraphError error) =>
        error.Message.Contains("to be used for OneOf Input", StringComparison.Ordinal);

    /// <summary>A conflict between <c>__typename</c> and a field of another type under one response name.</summary>
    static bool IsAboutTypeName(GraphError error, string document) =>
        error.Message.Contains("conflicting types", StringComparison.Ordinal)
        && error.Message.Contains("\"String!\"", StringComparison.Ordinal)
        && document.Contains("__typename", StringComparison.Ordinal);

    static string Any(int count) => count > 0 ? "some" : "none";

    /// <summary>Where errors are, as a set: implementations differ in how often they report one fault.</summary>
    static void ComparePlaces(
        string what, IEnumerable<ErrorReport> expected, IEnumerable<GraphError> actual, Differences differences,
        bool mayReportMore = false)
    {
        var theirs = expected.ToLookup(Place, error => error.Message);
        var ours = actual.ToLookup(Place);
        var onlyTheirs = theirs.Where(at => !mayReportMore && !ours.Contains(at.Key));
        var onlyOurs = ours.Where(at => !theirs.Contains(at.Key) && !at.All(IsAboutOneOf)).SelectMany(at => at);
        differences.Check(what, Lines(onlyTheirs), Lines(onlyOurs.ToLookup(Place, error => error.Message)));
    }

    static string Place(ErrorReport error) => string.Join(' ', error.Locations.Order(StringComparer.Ordinal));

    static string Place(GraphError error) =>
        string.Join(' ', error.Locations.Select(Locations.Text).Order(StringComparer.Ordinal));

    /// <summary>What only one side reports; nothing on both sides is agreement.</summary>
    static string Lines(IEnumerable<IGrouping<string, string>> places) =>
        string.Join('\n', places.Select(at => $"{at.Key}: {at.First()}"));

    static IEnumerable<string> Paths(IEnumerable<ErrorReport> errors) =>
        errors.Select(error => $"{error.Path} at {string.Join(' ', error.Locations)}").Order(StringComparer.Ordinal);

    static IEnumerable<string> Paths(IEnumerable<GraphError> errors) =>
        errors.Select(error => $"{PathText(error)} at {Locations.Text(error)}").Order(StringComparer.Ordinal);

    static string PathText(GraphError error) => $"[{string.Join(',', (error.Path ?? []).Select(Step))}]";

    static string Step(object step) => step is string name ? JsText.Quote(name) : $"{step}";
}
