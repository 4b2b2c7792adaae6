using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements;

/// <summary>Reads one remittance.</summary>
static class ReadRemittance
{
    /// <param name="Id">Which one.</param>
    public sealed record Input([Id] long Id);

    public static Task<Remittance> Run(Input input, Call call) => call.Read(session => Find(session, input.Id));

    /// <summary>A remittance, or the refusal that there is none.</summary>
    public static async Task<Remittance> Find(Session session, long id) =>
        await session.One(FindById, Remittance.Read, ("id", id))
            ?? throw ReimbursementsErrors.NoSuchRemittance.Refused();

    /// <summary>Many remittances in one statement.</summary>
    public static async Task<IReadOnlyDictionary<long, Remittance>> ByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await call.Read(async session => await session.All(FindByIds, Remittance.Read, ("ids", ids)));
        return found.ToDictionary(remittance => remittance.Id);
    }

    static readonly Sql FindById = new($"SELECT {Remittance.Columns} FROM remittances WHERE id = @id");

    static readonly Sql FindByIds = new($$"""
        SELECT {{Remittance.Columns}}
        FROM remittances
        WHERE id {list ids}
        """);
}
