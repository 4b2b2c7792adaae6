using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kalends.Platform;

/// <summary>The XML summaries of types and members, used as descriptions in OpenAPI and GraphQL.</summary>
static partial class Docs
{
    static readonly Lazy<Dictionary<string, XElement>> Members = new(Load);

    public static string? Of(Type type) => Text(Find("T:" + NameOf(type))?.Element("summary"));

    /// <summary>The description of a record's parameter, or of a property outside the constructor.</summary>
    public static string? Of(Type type, string member) =>
        Text(Find("T:" + NameOf(type))?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == member))
        ?? Text(Find($"P:{NameOf(type)}.{member}")?.Element("summary"));

    /// <summary>The description of a value of an enum.</summary>
    public static string? Of(Enum word) => OfField(word.GetType().GetField(word.ToString())!);

    /// <summary>The description of a constant.</summary>
    public static string? OfField(FieldInfo field) =>
        Text(Find($"F:{NameOf(field.DeclaringType!)}.{field.Name}")?.Element("summary"));

    public static string? OfMethod(Type type, string method)
    {
        var prefix = $"M:{NameOf(type)}.{method}(";
        var found = Members.Value.Keys.FirstOrDefault(name => name.StartsWith(prefix, StringComparison.Ordinal));
        return found is null ? null : Text(Members.Value[found].Element("summary"));
    }

    static XElement? Find(string name) => Members.Value.GetValueOrDefault(name);

    static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var text = string.Concat(element.Nodes().Select(node => node is XElement inner
            ? inner.Value.Length > 0 ? inner.Value : LastName((string?)inner.Attributes().FirstOrDefault())
            : node.ToString()));
        return Blanks().Replace(System.Net.WebUtility.HtmlDecode(text), " ").Trim();
    }

    static string LastName(string? reference) => reference?[(reference.LastIndexOf('.') + 1)..] ?? "";

    static Dictionary<string, XElement> Load()
    {
        // Beside the program: an assembly in a single file has no place of its own.
        var file = Path.Combine(AppContext.BaseDirectory, $"{typeof(Docs).Assembly.GetName().Name}.xml");
        return File.Exists(file)
            ? XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!)
            : [];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
