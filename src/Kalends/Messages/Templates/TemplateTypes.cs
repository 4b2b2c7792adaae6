using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Messages.Templates;

/// <summary>The schema types of templates.</summary>
static class TemplateTypes
{
    public static ObjectBuilder<MessageTemplate> MessageTemplate(Graph graph) => graph.Schema
        .Object<MessageTemplate>("MessageTemplate", Docs.Of(typeof(MessageTemplate)))
        .Field("kind", graph.Words<MessageKind>(), template => template.Kind)
        .Field("language", graph.Words<MessageLanguage>(), template => template.Language)
        .String("subject", template => template.Subject)
        .String("text", template => template.Text)
        .StringOrNull("html", template => template.Html)
        .Field("shipped", Scalars.Boolean, template => template.Shipped)
        .Field("variables", Scalars.String.List(), template => template.Variables)
        .Field("updatedAt", graph.DateTime.OrNull(), template => template.UpdatedAt)
        .String("version", template => template.Tag.ToString())
        .Describe("version", "The ETag of the template, for ifMatch.");

    public static ObjectBuilder<FilledTemplate> FilledTemplate(Graph graph) => graph.Schema
        .Object<FilledTemplate>("FilledTemplate", Docs.Of(typeof(FilledTemplate)))
        .String("subject", filled => filled.Subject)
        .String("text", filled => filled.Text)
        .String("html", filled => filled.Html);
}
