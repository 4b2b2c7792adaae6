using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Templates;

/// <summary>
/// Removes the template of an organisation, so that the one that comes with the product counts again, which is the
/// answer.
/// </summary>
static class RemoveTemplate
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Kind">The kind of message.</param>
    /// <param name="Language">The language.</param>
    public sealed record Input([Id] long OrganisationId, MessageKind Kind, MessageLanguage Language);

    public static Task<Answer<MessageTemplate>> Run(Input input, Call call) => call.Write(async session =>
    {
        await TemplateStore.CheckAuthority(session, call, input.OrganisationId);
        var shipped = ShippedTemplates.Of(input.Kind, input.Language);
        if (await session.Run(Delete, ("organisation", input.OrganisationId), ("kind", input.Kind),
                ("language", input.Language)) > 0)
            await TemplateStore.Log(session, call, input.OrganisationId, shipped, "removed");
        return shipped;
    });

    static readonly Sql Delete = new("""
        DELETE FROM message_templates WHERE organisation_id = @organisation AND kind = @kind AND language = @language
        """);
}
