using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kalends.Bench.Kit;
using Kalends.Events.Public;
using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Engines.Postgres;
using Kalends.Providers.Public;
using Kalends.Scheduling;
using Kalends.Scheduling.Reservations;

namespace Kalends.Bench;

/// <summary>Holding on PostgreSQL, over HTTP and by the statements alone.</summary>
static partial class HoldOnPostgres
{
    const int Clients = 16;

    const string Limit = """
        pgbench sends the server's own statements, read from the program, in the server's three round trips: BEGIN, the
        locks of the calendar and the client, the new id and the search for the slot; the calendar and the client's
        other reservations; the insert, the event and COMMIT. All are prepared on both sides and go over TCP on this
        machine. PostgreSQL takes more of the processors than the server does; of the server's part most are the round
        trips, each of which wakes threads on both sides, and the driver, which makes objects where pgbench makes none.
        """;

    public static async Task<IReadOnlyList<Figure>> Run(Workshop shop)
    {
        var claims = new Claims(shop);
        var cluster = await Cluster.Of(shop);
        var database = await cluster.World();
        var script = shop.PathOf("hold.sql");
        await File.WriteAllTextAsync(script, Script());
        await using var server = await Server.Start(shop, database);

        var rounds = await Rounds.Interleave(
            shop,
            time => Wrk.Reserve(server.Url, Clients, time, claims.Next(), confirm: false),
            time => cluster.Pgbench(database, script, Clients, time,
                ("first", $"{claims.Next()}"), ("n", "0"),
                ("component", "scheduling"), ("kind", "reservation.held"), ("subject", "reservation/1234567"),
                ("actor", Token.Admin.Id), ("data", Event),
                ("placed", "true"), ("all", "true"), ("organisation", "0"), ("owner", "nobody"), ("self", "nobody")));
        return [Figure.AtLeast(0.75,
            "hold over REST, 16 clients, 2,000 providers, PostgreSQL, every commit flushed",
            "pgbench with the same statements, prepared, 16 clients", rounds, Limit)];
    }

    /// <summary>One hold as the server makes it; the ids are computed as <see cref="World"/> computes them.</summary>
    static string Script() => $"""
        \set k :first + :client_id + {Clients} * :n
        \set n :n + 1
        \set round :k / {World.Providers}
        \set provider :k % {World.Providers} + 1
        \set opening (:provider - 1) * {World.Days} + :round % {World.Days} + 1
        \set index :round / {World.Days}
        \set client :k % {World.Clients} + 1
        \set from {World.Start.Micros} + (:round % {World.Days}) * 86400000000 + 32400000000 + :index * 900000000
        \set to :from + 900000000
        \set since :from
        \set until :to
        \set moved 0
        \set starts :from
        \set ends :to
        \set now {World.Start.Micros - 86400000000}
        \set expires {World.Start.Micros}
        \startpipeline
        BEGIN;
        SELECT pg_advisory_xact_lock(key * 8 + 0)
        FROM ({Of(typeof(ReserveSlot), "CalendarWithLimits")}) AS keys(key);
        SELECT pg_advisory_xact_lock_shared(key * 8 + 0)
        FROM ({Of(typeof(ReserveSlot), "CalendarOfOpening")}) AS keys(key);
        SELECT pg_advisory_xact_lock(key * 8 + 1)
        FROM ({Of(typeof(ClientLock), "Key")}) AS keys(key);
        {Of(typeof(ReserveSlot), "NextId")};
        {Of(typeof(WantedSlot), "FindWanted")};
        \endpipeline
        \startpipeline
        {Of(typeof(ReservationStore), "FindOfClient")};
        {Of(typeof(Calendar), "FindPieces")};
        \endpipeline
        \startpipeline
        {Of(typeof(ReserveSlot), "InsertHeld", PostgresSession.ChangeOf)
            .Replace(":id", "currval('reservations_id_seq')", StringComparison.Ordinal)};
        {Of(typeof(EventLog), "Insert")
            .Replace(":id", "lpad(CAST(:k AS TEXT), 36, '0')", StringComparison.Ordinal)
            .Replace(":owner", "NULL", StringComparison.Ordinal)};
        SET LOCAL statement_timeout = 0;
        COMMIT;
        \endpipeline
        """;

    // As long as the real one.
    static readonly string Event = JsonSerializer.Serialize(
        new Reservation(
            1234567, World.SlotNumber(1234), 1234, 12, World.Start, World.End, ReservationState.Held,
            World.Start, World.End, null, null, null),
        Json.Options);

    /// <summary>A statement of the program, with its parameters as pgbench writes them.</summary>
    static string Of(Type useCase, string statement, Func<Sql, string>? text = null)
    {
        var field = useCase.GetField(statement, BindingFlags.NonPublic | BindingFlags.Static)
            ?? throw new InvalidOperationException($"{useCase.Name} has no statement {statement} any more.");
        var sql = (Sql)field.GetValue(null)!;
        return Parameter.Replace(text?.Invoke(sql) ?? sql.Postgres, ":$1")
            .Replace(":service", "CAST(NULL AS BIGINT)", StringComparison.Ordinal)
            .Replace(":limited", "FALSE", StringComparison.Ordinal);
    }

    [GeneratedRegex("@([a-z]+)")]
    static partial Regex Parameter { get; }
}
