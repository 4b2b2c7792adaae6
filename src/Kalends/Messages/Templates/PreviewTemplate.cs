using Kalends.Platform.Calls;

namespace Kalends.Messages.Templates;

/// <summary>Fills a template in with samples, without storing it.</summary>
static class PreviewTemplate
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Kind">The kind of message.</param>
    /// <param name="Language">The language.</param>
    /// <param name="Template">The texts; if they are left out, the template that counts for the organisation.</param>
    public sealed record Input(
        [Id] long OrganisationId, MessageKind Kind, MessageLanguage Language, TemplateInput? Template = null);

    public static async Task<FilledTemplate> Run(Input input, Call call)
    {
        input.Template?.Check(input.Kind);
        var counting = await ReadTemplate.Run(new(input.OrganisationId, input.Kind, input.Language), call);
        var shown = input.Template is { } given
            ? counting with { Subject = given.Subject, Text = given.Text, Html = given.Html }
            : counting;
        return await shown.Fill(TemplateValues.Sample(input.Kind, input.Language));
    }
}
