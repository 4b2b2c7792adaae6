using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Providers.Clients;
using Kalends.Providers.Public;

namespace Kalends.Providers.Reads;

/// <summary>
/// Lists who else has read a client's record, newest first: for the client, the managers of their organisation, and
/// admins.
/// </summary>
static class ListClientReads
{
    /// <param name="Id">The id of the client.</param>
    public sealed record Input([Id] long Id);

    public static Task<Page<ClientRead>> Run(Input input, PageRequest page, Call call) => call.Read(async session =>
    {
        if (await ClientStore.Look(session, input.Id) is not { } client
            || !call.Scope.CoversClient(client.OwnershipOf()))
            throw ProvidersErrors.NoSuchClient.Refused();
        return await new ListQuery<ClientRead>(Newest, ClientRead.Read, Columns, Rows)
            .LedBy(("r.client_id", input.Id))
            .Page(session, page);
    });

    const string Columns =
        "r.read_at, r.kind, r.reader, p.name AS reader_name, r.organisation_id, o.name AS organisation, r.since";

    const string Rows = """
        client_reads r
        LEFT JOIN providers p ON p.user_id = r.reader
        LEFT JOIN public_organisations o ON o.id = r.organisation_id
        """;

    static readonly Keyset<ClientRead> Newest = new("newest",
        new Key<ClientRead>("r.since", read => read.Since.Micros, descends: true),
        new Key<ClientRead>("r.reader", read => read.ReaderId, descends: true),
        new Key<ClientRead>("r.kind", read => EnumText.Of(read.Kind), descends: true));
}
