using System.ComponentModel.DataAnnotations;
using Kalends.GraphQL.Execution;
using Kalends.GraphQL.Http;
using Kalends.GraphQL.Language;

namespace Kalends.Platform.GraphQL;

/// <summary>The limits of one GraphQL request.</summary>
sealed record GraphSettings : ISettings
{
    public static string Section => "Kalends:GraphQL";

    /// <summary>Whether introspection is allowed.</summary>
    public bool Introspection { get; init; } = true;

    /// <summary>
    /// The documents that run: any; automatic, where clients may also register any by its hash; or only trusted ones.
    /// </summary>
    [RegularExpression("any|automatic|trusted", ErrorMessage = "Documents must be any, automatic or trusted.")]
    public string Documents { get; init; } = "any";

    /// <summary>A file or a folder of documents that requests may name by their ids.</summary>
    public string TrustedDocuments { get; init; } = "";

    /// <summary>Documents that clients have registered in this process.</summary>
    [Range(1, 1_000_000)]
    public int RegisteredDocumentsMax { get; init; } = 1_000;

    /// <summary>
    /// Bytes of all documents that clients have registered; one document may take a sixteenth of them.
    /// </summary>
    [Range(1024, 1 << 30)]
    public int RegisteredBytesMax { get; init; } = 4 << 20;

    /// <summary>Tokens of a document.</summary>
    [Range(100, 1_000_000)]
    public int TokensMax { get; init; } = 15_000;

    /// <summary>Nesting of braces, brackets and fragments.</summary>
    [Range(10, 1000)]
    public int NestingMax { get; init; } = 200;

    /// <summary>Nesting of fields.</summary>
    [Range(1, 100)]
    public int DepthMax { get; init; } = 15;

    /// <summary>Aliases in a selection set.</summary>
    [Range(1, 10_000)]
    public int AliasesMax { get; init; } = 200;

    /// <summary>Directives in one place.</summary>
    [Range(1, 1000)]
    public int DirectivesMax { get; init; } = 8;

    /// <summary>Fields after fragments are expanded.</summary>
    [Range(1, 1_000_000)]
    public int FieldsMax { get; init; } = 2_000;

    /// <summary>Fields at the root.</summary>
    [Range(1, 1000)]
    public int RootFieldsMax { get; init; } = 100;

    /// <summary>Cost: the weight of each field, usually 1, times the page sizes above it.</summary>
    [Range(1, 100_000_000)]
    public int CostMax { get; init; } = 100_000;

    /// <summary>The cost from which a request is expensive: each caller may run a few of these at a time.</summary>
    [Range(1, 100_000_000)]
    public int HeavyCost { get; init; } = 5_000;

    /// <summary>Objects in an answer.</summary>
    [Range(1, 10_000_000)]
    public int RowsMax { get; init; } = 100_000;

    /// <summary>Errors that are shown; further ones are only counted.</summary>
    [Range(1, 10_000)]
    public int ErrorsMax { get; init; } = 50;

    /// <summary>Lists of introspection inside each other.</summary>
    [Range(1, 100)]
    public int IntrospectionDepthMax { get; init; } = 3;

    /// <summary>Steps that checking a document may take.</summary>
    [Range(1000, 100_000_000)]
    public int ValidationWorkMax { get; init; } = 200_000;

    /// <summary>Bytes of a request.</summary>
    [Range(1024, 1 << 20)]
    public int BodyBytesMax { get; init; } = 1 << 20;

    /// <summary>Seconds a request may take.</summary>
    [Range(1, 600)]
    public int SecondsMax { get; init; } = 10;

    /// <summary>Documents that are kept parsed and checked.</summary>
    [Range(0, 100_000)]
    public int CachedDocumentsMax { get; init; } = 2_000;

    /// <summary>Bytes of all documents that are kept.</summary>
    [Range(0, 1 << 30)]
    public int CachedBytesMax { get; init; } = 16 << 20;

    /// <summary>Reads the trusted documents, and returns the options by which documents are served.</summary>
    public GraphHttpOptions Serving()
    {
        if (Documents == "trusted" && TrustedDocuments.Length == 0)
            throw new StartRefused(
                "Kalends:GraphQL:Documents is trusted, but Kalends:GraphQL:TrustedDocuments names no document.");
        return new GraphHttpOptions
        {
            Trusted = TrustedDocuments.Length > 0 ? new TrustedDocuments(TrustedFiles.Read(TrustedDocuments)) : null,
            TrustedOnly = Documents == "trusted",
            Registered = Documents == "automatic"
                ? new RegisteredDocuments(RegisteredDocumentsMax, RegisteredBytesMax) : null,
        };
    }

    public GraphLimits Limits(int answerBytesMax) => new()
    {
        AnswerBytesMax = answerBytesMax,
        Parsing = ParseLimits.Default with { TokensMax = TokensMax, DepthMax = NestingMax },
        DepthMax = DepthMax,
        AliasesMax = AliasesMax,
        DirectivesMax = DirectivesMax,
        FieldsMax = FieldsMax,
        RootFieldsMax = RootFieldsMax,
        CostMax = CostMax,
        RowsMax = RowsMax,
        ErrorsMax = ErrorsMax,
        IntrospectionDepthMax = IntrospectionDepthMax,
        ValidationWorkMax = ValidationWorkMax,
        BodyBytesMax = BodyBytesMax,
        TimeMax = TimeSpan.FromSeconds(SecondsMax),
        CachedDocumentsMax = CachedDocumentsMax,
        CachedBytesMax = CachedBytesMax,
    };
}
