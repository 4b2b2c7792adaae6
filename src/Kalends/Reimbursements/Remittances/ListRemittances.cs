using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Reimbursements.Remittances;

/// <summary>Lists the remittances, reversed ones included, in the order of their creation.</summary>
static class ListRemittances
{
    public static Task<Page<Remittance>> Run(NoInput input, PageRequest page, Call call) => call.Read(session =>
        new ListQuery<Remittance>(ById, Remittance.Read, Remittance.Columns, "remittances").Page(session, page));

    static readonly Keyset<Remittance> ById = new("id", new Key<Remittance>("id", remittance => remittance.Id));
}
