using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Templates;

/// <summary>The stored templates of organisations.</summary>
static class TemplateStore
{
    /// <summary>The template that an organisation uses: its own, or the one that comes with the product.</summary>
    public static async Task<MessageTemplate> Find(
        Session session, long? organisationId, MessageKind kind, MessageLanguage language) =>
        organisationId is { } organisation && await Own(session, organisation, kind, language) is { } own
            ? own
            : ShippedTemplates.Of(kind, language);

    /// <summary>The organisation's own template; null if it has none.</summary>
    public static ValueTask<MessageTemplate?> Own(
        Session session, long organisationId, MessageKind kind, MessageLanguage language) => session.One(
        FindOwn, MessageTemplate.Read, ("organisation", organisationId), ("kind", kind), ("language", language));

    /// <summary>Refuses an organisation that does not exist, or is not the caller's.</summary>
    public static async Task CheckAuthority(Session session, Call call, long organisationId)
    {
        if (!call.Scope.Covers(null, organisationId)
            || await session.Number(FindOrganisation, ("id", organisationId)) is null)
            throw MessagesErrors.NoSuchOrganisation.Refused();
    }

    /// <summary>An event about a template, without its text.</summary>
    public static ValueTask Log(
        Session session, Call call, long organisationId, MessageTemplate template, string verb) => EventLog.Append(
        session, call, new DomainEvent(
            "messages", $"message_template.{verb}", $"organisation/{organisationId}",
            new Facts(organisationId, template.Kind, template.Language, template.Version))
        {
            OrganisationId = organisationId,
        });

    sealed record Facts(long Id, MessageKind Kind, MessageLanguage Language, long Version);

    static readonly Sql FindOwn = new($"""
        SELECT {MessageTemplate.Columns}
        FROM message_templates
        WHERE organisation_id = @organisation AND kind = @kind AND language = @language
        """);

    static readonly Sql FindOrganisation = new("SELECT 1 AS n FROM public_organisations WHERE id = @id");
}
