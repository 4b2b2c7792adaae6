using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.Remittances;

/// <summary>Reads a remittance.</summary>
static class ReadRemittance
{
    /// <param name="Id">The id of the remittance.</param>
    public sealed record Input([Id] long Id);

    public static Task<Remittance> Run(Input input, Call call) => call.Read(session => Find(session, input.Id));

    /// <summary>Finds a remittance, or refuses the request.</summary>
    public static async Task<Remittance> Find(Session session, long id) =>
        await session.One(FindById, Remittance.Read, ("id", id))
            ?? throw ReimbursementsErrors.NoSuchRemittance.Refused();

    /// <summary>Reads many remittances in one statement.</summary>
    public static Task<IReadOnlyDictionary<long, Remittance>> ByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindByIds, Remittance.Read, remittance => remittance.Id, ("ids", ids));

    static readonly Sql FindById = new($"SELECT {Remittance.Columns} FROM remittances WHERE id = @id");

    static readonly Sql FindByIds = new($$"""
        SELECT {{Remittance.Columns}}
        FROM remittances
        WHERE id {list ids}
        """);
}
