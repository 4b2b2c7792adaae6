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
        await session.One(FindById, Remittance.Read, ("id", id)) ?? throw Refused.NotFound("remittance");

    static readonly Sql FindById = new($"SELECT {Remittance.Columns} FROM remittances WHERE id = @id");
}
