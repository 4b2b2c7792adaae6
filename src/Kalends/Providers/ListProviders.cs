using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers;

/// <summary>Lists the providers of the directory, in the order in which they came.</summary>
static class ListProviders
{
    /// <param name="OrganisationId">Only those of this organisation.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Id] long? OrganisationId = null, [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<Profile>> Run(Input input, Call call) => call.Read(async session =>
    {
        var rows = await session.All(input.OrganisationId is null ? FindAll : FindOfOrganisation, Profile.Read,
            ("after", Cursor.Read(input.Cursor)?.Id ?? 0), ("limit", input.Limit + 1),
            ("organisation", input.OrganisationId));
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id));
    });

    static readonly Sql FindAll = new($"""
        SELECT {Profile.Columns}
        FROM providers p
        WHERE {Profile.Listed} AND p.id > @after
        ORDER BY p.id
        LIMIT @limit
        """);

    static readonly Sql FindOfOrganisation = new($"""
        SELECT {Profile.Columns}
        FROM providers p
        WHERE {Profile.Listed} AND p.organisation_id = @organisation AND p.id > @after
        ORDER BY p.id
        LIMIT @limit
        """);
}
