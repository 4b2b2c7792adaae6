using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Providers;

/// <summary>
/// Walks through the providers of the directory, in the order in which they came, in both directions.
/// </summary>
static class PageProviders
{
    const string Order = "id";

    /// <param name="OrganisationId">Only those of this organisation.</param>
    public sealed record Input([Id] long? OrganisationId = null);

    public static Task<Relay.Page<Profile>> Run(Input input, Relay.PageRequest page, Call call) =>
        call.Read(async session =>
        {
            page.In(Order);
            var rows = await session.All(page.Backward ? FindBackward : FindForward, Profile.Read,
                ("low", page.Low?.Number(0) ?? 0), ("high", page.High?.Number(0) ?? long.MaxValue),
                ("organisation", input.OrganisationId), ("limit", page.Fetch));
            return page.Cut(rows, profile => new Relay.Cursor(Order, profile.Id));
        });

    static readonly Sql FindForward = Find("ASC");

    static readonly Sql FindBackward = Find("DESC");

    static Sql Find(string direction) => new($"""
        SELECT {Profile.Columns}
        FROM providers p
        WHERE {Profile.Listed} AND p.id > @low AND p.id < @high
          AND (CAST(@organisation AS BIGINT) IS NULL OR p.organisation_id = @organisation)
        ORDER BY p.id {direction}
        LIMIT @limit
        """);
}
