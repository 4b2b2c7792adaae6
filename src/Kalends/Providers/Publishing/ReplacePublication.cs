using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Publishing;

/// <summary>
/// Says whether an organisation opens all its providers to people without an account, and which sites may show their
/// booking; what is left out, it leaves to the installation.
/// </summary>
static class ReplacePublication
{
    /// <param name="OrganisationId">The id of the organisation.</param>
    /// <param name="Published">
    /// Whether people without an account see the providers and book as guests, except those who say otherwise
    /// themselves.
    /// </param>
    /// <param name="EmbedOrigins">
    /// The origins of the sites that may show this booking in a frame, such as <c>https://clinic.example</c>.
    /// </param>
    /// <param name="IfMatch">
    /// The ETag that the change is based on; the change is refused if the publication has another version.
    /// </param>
    public sealed record Input(
        [Id] long OrganisationId, bool? Published = null,
        [Count(0, OrganisationPublication.OriginsMax)][Text(1, Origin.Max)] IReadOnlyList<string>? EmbedOrigins = null,
        [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null);

    public static Task<Answer<OrganisationPublication>> Run(Input input, Call call)
    {
        var origins = input.EmbedOrigins ?? [];
        var errors = new ValidationErrors();
        for (var i = 0; i < origins.Count; i++)
            if (!Origin.IsOne(origins[i]))
                errors.Add($"/embed_origins/{i}", FaultCode.Format, $"embed_origins[{i}] must be {Origin.Rule}.");
        errors.ThrowIfAny();
        return call.Write(async session =>
        {
            await OrganisationPublication.CheckAuthority(session, call, input.OrganisationId);
            // The row is made first and then locked, so that two first changes at once run one after the other.
            await session.Run(InsertOpen, ("organisation", input.OrganisationId), ("now", call.Now));
            var version = await session.Number(HoldVersion, ("organisation", input.OrganisationId));
            EntityTag.Check(input.IfMatch, version!.Value);
            var changed = (await session.One(
                Update, OrganisationPublication.Read, ("organisation", input.OrganisationId),
                ("published", input.Published is { } open ? open ? 1L : 0L : null),
                ("origins", string.Join(' ', origins.Distinct())), ("now", call.Now)))!;
            await EventLog.Append(session, call, changed.Event(input.OrganisationId));
            return changed;
        });
    }

    static readonly Sql InsertOpen = new("""
        INSERT INTO publications (organisation_id, embed_origins, updated_at, version)
        VALUES (@organisation, '', @now, 0)
        ON CONFLICT DO NOTHING
        """);

    static readonly Sql HoldVersion = new("""
        SELECT version AS n FROM publications WHERE organisation_id = @organisation {lock}
        """);

    static readonly Sql Update = new($"""
        UPDATE publications
        SET published = @published, embed_origins = @origins, updated_at = @now, version = version + 1
        WHERE organisation_id = @organisation
        RETURNING {OrganisationPublication.Columns}
        """);
}
