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

    public static Task<Relay.Page<Person>> Run(Input input, Relay.PageRequest page, Call call) =>
        call.Read(async session =>
        {
            page.In(Order);
            var rows = await session.All(page.Backward ? FindBackward : FindForward, Person.Read,
                ("low", page.Low?.Number(0) ?? 0), ("high", page.High?.Number(0) ?? long.MaxValue),
                ("organisation", input.OrganisationId), ("limit", page.Fetch));
            return page.Cut(rows, person => new Relay.Cursor(Order, person.Id));
        });

    static readonly Sql FindForward = Find("ASC");

    static readonly Sql FindBackward = Find("DESC");

    static Sql Find(string direction) => new($"""
        SELECT {People.Columns()}
        FROM providers
        WHERE id > @low AND id < @high
          AND (CAST(@organisation AS BIGINT) IS NULL OR organisation_id = @organisation)
        ORDER BY id {direction}
        LIMIT @limit
        """);
}
