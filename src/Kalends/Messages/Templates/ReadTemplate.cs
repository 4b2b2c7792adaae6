using Kalends.Platform.Calls;

namespace Kalends.Messages.Templates;

/// <summary>
/// Reads the template of a kind of message that counts for an organisation: its own, or the one that comes with the
/// product.
/// </summary>
static class ReadTemplate
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Kind">The kind of message.</param>
    /// <param name="Language">The language.</param>
    public sealed record Input([Id] long OrganisationId, MessageKind Kind, MessageLanguage Language);

    public static Task<MessageTemplate> Run(Input input, Call call) => call.Read(async session =>
    {
        await TemplateStore.CheckAuthority(session, call, input.OrganisationId);
        return await TemplateStore.Find(session, input.OrganisationId, input.Kind, input.Language);
    });
}
