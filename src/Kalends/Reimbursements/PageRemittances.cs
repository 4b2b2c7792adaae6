using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Reimbursements;

/// <summary>
/// Walks through the remittances, reversed ones too, in the order they were made, in both directions.
/// </summary>
static class PageRemittances
{
    const string Order = "id";

    public static Task<Relay.Page<Remittance>> Run(NoInput input, Relay.PageRequest page, Call call) =>
        call.Read(async session =>
        {
            page.In(Order);
            var rows = await session.All(page.Backward ? FindBackward : FindForward, Remittance.Read,
                ("low", page.Low?.Number(0) ?? 0), ("high", page.High?.Number(0) ?? long.MaxValue),
                ("limit", page.Fetch));
            return page.Cut(rows, remittance => new Relay.Cursor(Order, remittance.Id));
        });

    /// <summary>Many remittances in one statement.</summary>
    public static async Task<IReadOnlyDictionary<long, Remittance>> ByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await call.Read(async session => await session.All(FindByIds, Remittance.Read, ("ids", ids)));
        return found.ToDictionary(remittance => remittance.Id);
    }

    static readonly Sql FindForward = Find("ASC");

    static readonly Sql FindBackward = Find("DESC");

    static Sql Find(string direction) => new($"""
        SELECT {Remittance.Columns}
        FROM remittances
        WHERE id > @low AND id < @high
        ORDER BY id {direction}
        LIMIT @limit
        """);

    static readonly Sql FindByIds = new($$"""
        SELECT {{Remittance.Columns}}
        FROM remittances
        WHERE id {list ids}
        """);
}
