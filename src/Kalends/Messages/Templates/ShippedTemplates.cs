using System.Text.RegularExpressions;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Templates;

/// <summary>The templates that come with the product: one file for each language, with a part for each kind.</summary>
static partial class ShippedTemplates
{
    static readonly Dictionary<(MessageKind, MessageLanguage), MessageTemplate> All =
        Enum.GetValues<MessageLanguage>().SelectMany(Read).ToDictionary(one => (one.Kind, one.Language));

    public static MessageTemplate Of(MessageKind kind, MessageLanguage language) => All[(kind, language)];

    static IEnumerable<MessageTemplate> Read(MessageLanguage language)
    {
        using var stream = typeof(ShippedTemplates).Assembly
            .GetManifestResourceStream($"{EnumText.Of(language)}.liquid")!;
        using var reader = new StreamReader(stream);
        return [.. Part().Matches(reader.ReadToEnd().ReplaceLineEndings("\n")).Select(part =>
        {
            var kind = EnumText.Parse<MessageKind>(part.Groups["kind"].Value);
            return new MessageTemplate(
                kind, language, part.Groups["subject"].Value, part.Groups["text"].Value.Trim('\n') + "\n", Html: null,
                Shipped: true, TemplateValues.Of(kind), UpdatedAt: null, Version: 0);
        })];
    }

    // == kind, the subject in the next line, and the text until the next kind.
    [GeneratedRegex(@"^== (?<kind>\w+)\n(?<subject>.+)\n(?<text>(?:(?!== ).*(?:\n|\z))*)", RegexOptions.Multiline)]
    private static partial Regex Part();
}
