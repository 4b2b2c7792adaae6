using System.Text;
using Kalends.GraphQL.Language;

namespace Kalends.GraphQL.Tests.Differential;

/// <summary>Compares what the engine's parser makes of a text with what the oracle's makes of it.</summary>
static class Parsing
{
    // The differential cases are about grammar; limits have tests of their own.
    static readonly ParseLimits s_noLimits = new(TokensMax: int.MaxValue, DepthMax: 2000);

    public static Document? TryParse(string text, out GraphError? error)
    {
        try
        {
            error = null;
            return Parser.Parse(Encoding.UTF8.GetBytes(text), s_noLimits);
        }
        catch (GraphException exception)
        {
            error = exception.Error;
            return null;
        }
    }

    public static Document? Compare(Case one, Differences differences)
    {
        var document = TryParse(one.Document, out var error);
        var expected = one.Expected;
        if (document is null || expected.SyntaxError is not null)
        {
            differences.Check("place of the syntax error", Describe(expected.SyntaxError), Describe(error));
            return null;
        }
        differences.Check("syntax tree", expected.Tree, TreeText.Of(document));
        var printed = Printer.Print(document);
        if (expected.Print is not null)
            differences.Check("printed document", WithoutLayout(expected.Print), WithoutLayout(printed));
        differences.Check("document printed twice", printed, Printer.Print(Parser.Parse(printed, s_noLimits)));
        return document;
    }

    static string Describe(ErrorReport? error) => error is null ? "none" : string.Join(' ', error.Locations);

    static string Describe(GraphError? error) => error is null ? "none" : Locations.Text(error);

    /// <summary>The two printers may break lines at other places; nothing else of what they write may differ.</summary>
    static string? WithoutLayout(string? text) =>
        text is null ? null : string.Concat(text.Where(c => c is not (' ' or '\n' or ',')));
}
