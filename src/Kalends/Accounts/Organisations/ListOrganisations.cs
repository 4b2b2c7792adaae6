using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Organisations;

/// <summary>Lists organisations.</summary>
static class ListOrganisations
{
    public static Task<Page<Organisation>> Run(NoInput input, PageRequest page, Call call) => call.Read(session =>
        new ListQuery<Organisation>(ById, Read, "id, name", "organisations").Page(session, page));

    static Organisation Read(Row row) => new(row.Long("id"), row.Text("name"));

    static readonly Keyset<Organisation> ById = new("id", new Key<Organisation>("id", one => one.Id));
}
