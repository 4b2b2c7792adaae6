using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Templates;

/// <summary>Replaces the template of a kind of message in a language for an organisation.</summary>
static class ReplaceTemplate
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Kind">The kind of message.</param>
    /// <param name="Language">The language.</param>
    /// <param name="Template">The texts of the template.</param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the template has another version.
    /// </param>
    public sealed record Input(
        [Id] long OrganisationId, MessageKind Kind, MessageLanguage Language, [Spread] TemplateInput Template,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<MessageTemplate>> Run(Input input, Call call)
    {
        input.Template.Check(input.Kind);
        return call.Write(async session =>
        {
            await TemplateStore.CheckAuthority(session, call, input.OrganisationId);
            if (input.IfMatch is not null)
                EntityTag.Check(
                    input.IfMatch,
                    await session.Number(HoldVersion, ValuesOf(input)) ?? 0);
            var stored = (await session.One(Upsert, MessageTemplate.Read, [
                .. ValuesOf(input), ("subject", input.Template.Subject), ("text", input.Template.Text),
                ("html", input.Template.Html), ("now", call.Now)]))!;
            await TemplateStore.Log(session, call, input.OrganisationId, stored, "replaced");
            return stored;
        });
    }

    static (string, object?)[] ValuesOf(Input input) =>
        [("organisation", input.OrganisationId), ("kind", input.Kind), ("language", input.Language)];

    static readonly Sql HoldVersion = new("""
        SELECT version AS n
        FROM message_templates
        WHERE organisation_id = @organisation AND kind = @kind AND language = @language
        {lock}
        """);

    static readonly Sql Upsert = new($"""
        INSERT INTO message_templates (organisation_id, kind, language, subject, text, html, updated_at)
        VALUES (@organisation, @kind, @language, @subject, @text, @html, @now)
        ON CONFLICT (organisation_id, kind, language) DO UPDATE
        SET subject = excluded.subject, text = excluded.text, html = excluded.html, updated_at = excluded.updated_at,
            version = message_templates.version + 1
        RETURNING {MessageTemplate.Columns}
        """);
}
