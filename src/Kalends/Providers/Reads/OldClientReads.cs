using Kalends.Platform.Retention;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Reads;

/// <summary>Reads of clients' records that are older than they are kept.</summary>
static class OldClientReads
{
    public static readonly Retained All = new(
        "client_reads", settings => settings.ClientReadDays, new Sql("""
            SELECT client_id, since, reader, kind, read_at, organisation_id
            FROM client_reads
            WHERE since < @before
            ORDER BY since, client_id, reader, kind
            LIMIT @most
            """),
        Remove);

    static async Task Remove(Session session, IReadOnlyList<RemovedRow> removed)
    {
        foreach (var row in removed)
            await session.Enqueue(Delete, ("client", row.Id), ("since", row["since"]), ("reader", row["reader"]),
                ("kind", row["kind"]));
    }

    static readonly Sql Delete = new("""
        DELETE FROM client_reads
        WHERE client_id = @client AND since = @since AND reader = @reader AND kind = @kind
        """);
}
