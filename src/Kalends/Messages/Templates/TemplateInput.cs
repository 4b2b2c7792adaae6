using Kalends.Platform.Calls;

namespace Kalends.Messages.Templates;

/// <summary>The texts of a template, in Liquid.</summary>
/// <param name="Subject">
/// The subject, such as <c>Confirmed: {{ date }}</c>; for telephones it is the whole message.
/// </param>
/// <param name="Text">The text. It can have values, <c>if</c>, <c>unless</c> and comments.</param>
/// <param name="Html">The HTML, in which values are escaped; if it is left out, it is made of the text.</param>
sealed record TemplateInput(
    [Text(1, 500)] string Subject, [Text(1, TemplateText.Max, Padded = true)] string Text,
    [Text(1, TemplateText.Max, Padded = true)] string? Html = null)
{
    /// <summary>Refuses texts that cannot be read, or that use values that messages of this kind do not have.</summary>
    public void Check(MessageKind kind)
    {
        var errors = new ValidationErrors();
        Check(errors, kind, "subject", Subject);
        Check(errors, kind, "text", Text);
        if (Html is not null)
            Check(errors, kind, "html", Html);
        errors.ThrowIfAny();
    }

    static void Check(ValidationErrors errors, MessageKind kind, string name, string text)
    {
        if (TemplateText.Read(text, out var fault) is not { } template)
            errors.Add($"/{name}", MessagesErrors.BadTemplate, $"{name} cannot be read: {fault}");
        else if (template.Variables.Except(TemplateValues.Of(kind)).Order(StringComparer.Ordinal).ToList()
            is { Count: > 0 } unknown)
            errors.Add(
                $"/{name}", MessagesErrors.UnknownVariable,
                $"{name} uses {string.Join(", ", unknown.Select(ValidationErrors.Shown))}, but messages of this kind " +
                $"have only {string.Join(", ", TemplateValues.Of(kind))}.");
    }
}
