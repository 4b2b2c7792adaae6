using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Templates;

/// <summary>The template of a kind of message in a language.</summary>
/// <param name="Kind">The kind of message.</param>
/// <param name="Language">The language.</param>
/// <param name="Subject">The subject, in Liquid; for telephones it is the whole message.</param>
/// <param name="Text">The text, in Liquid.</param>
/// <param name="Html">The HTML, in Liquid; if it is null, it is made of the text.</param>
/// <param name="Shipped">Whether it comes with the product; otherwise it is the organisation's own.</param>
/// <param name="Variables">The values that it can use.</param>
/// <param name="UpdatedAt">The time of the last change; null for one that comes with the product.</param>
/// <param name="Version">The number of the version; each change counts.</param>
sealed record MessageTemplate(
    MessageKind Kind, MessageLanguage Language, string Subject, string Text, string? Html, bool Shipped,
    IReadOnlyList<string> Variables, Instant? UpdatedAt, long Version) : ITagged
{
    [JsonIgnore]
    public EntityTag Tag => new(Version, "");

    /// <summary>Fills the template in.</summary>
    public async Task<FilledTemplate> Fill(IReadOnlyDictionary<string, string> values)
    {
        var (subject, text) = (await Fill(Subject, values, false), await Fill(Text, values, false));
        return new FilledTemplate(
            FilledTemplate.OneLine(subject), text,
            Html is null ? FilledTemplate.HtmlOf(text, Language) : await Fill(Html, values, true));
    }

    static async Task<string> Fill(string template, IReadOnlyDictionary<string, string> values, bool isHtml) =>
        await (TemplateText.Read(template, out var fault) ?? throw new InvalidOperationException(fault))
            .Fill(values, isHtml);

    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns = "kind, language, subject, text, html, updated_at, version";

    public static MessageTemplate Read(Row row) => new(
        row.Word<MessageKind>("kind"), row.Word<MessageLanguage>("language"), row.Text("subject"), row.Text("text"),
        row.TextOrNull("html"), Shipped: false, TemplateValues.Of(row.Word<MessageKind>("kind")),
        row.At("updated_at"), row.Long("version"));
}
