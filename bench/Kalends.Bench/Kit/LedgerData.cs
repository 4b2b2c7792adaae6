using System.Data.Common;
using System.Globalization;
using Kalends.Accounts.Organisations;
using Kalends.Platform.Storage;
using Kalends.Providers;
using Kalends.Reimbursements.Tariffs;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kalends.Bench.Kit;

/// <summary>
/// A ledger of sixty months in one currency: 2,000 caregivers in organisations of 25, 20 event types, all but the last
/// two months reimbursed, one care event in fifty registered a month late.
/// </summary>
/// <remarks>
/// Caregivers, types and tariffs are made by the use cases; millions of care events by statements that the engine runs
/// by itself, month by month, with the same rules: what a registration freezes stands in the rows.
/// </remarks>
static class LedgerData
{
    public const string Word = "data";

    public const int RowsAtFull = 10_000_000;
    public const int Caregivers = 2000;
    public const int Types = 20;

    public const int Months = 60;

    const int CaregiversOfOrganisation = 25;

    const int MonthsOpen = 2;

    /// <summary>The month after the last one: the one that is running.</summary>
    public static readonly DateTime End = DateTime.UtcNow.Date.AddDays(1 - DateTime.UtcNow.Day);

    public static readonly DateTime Start = End.AddMonths(-Months);

    /// <summary>A SQLite file with a ledger in it, copied from one that is made once.</summary>
    public static async Task<string> File(Workshop shop, int rows)
    {
        var made = shop.PathOf($"ledger-{rows}.db");
        if (!System.IO.File.Exists(made))
            await Fill(made, rows);
        var copy = shop.PathOf($"{Guid.NewGuid()}.db");
        System.IO.File.Copy(made, copy);
        return copy;
    }

    /// <summary>Fills an empty database with a number of care events.</summary>
    /// <remarks>
    /// Where there are few they belong to fewer caregivers, so that a caregiver's months all have some.
    /// </remarks>
    public static async Task Fill(string database, int rows)
    {
        await using (var db = World.Open(database))
            await MakePeople(db, database);
        await using var connection = await Connect(database);
        await Write(connection, rows);
    }

    /// <summary>Gives a caregiver many open care events in the last full month.</summary>
    public static async Task AddBusyMonth(string database, long caregiver, int rows)
    {
        await using var connection = await Connect(database);
        var month = Months - 1;
        await Run(connection, $"""
            WITH RECURSIVE numbers(i) AS (
                SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < {rows}
            )
            INSERT INTO care_events
                (caregiver_id, organisation_id, event_type_id, tariff_id, amount, currency, starts_at, service_month,
                 booking_month, created_at, actor)
            SELECT {caregiver}, {OrganisationOf($"{caregiver}")}, 1, 1, 1250, 'EUR', {Micros(month)} + i,
                   {Name(month)}, {Name(month)}, {Micros(month)} + i, 'bench'
            FROM numbers
            """);
        await AddUp(connection);
    }

    static async Task MakePeople(Db db, string database)
    {
        var call = World.Call(db);
        await World.LetIn(db);
        for (var n = 1; n <= Caregivers / CaregiversOfOrganisation; n++)
            await CreateOrganisation.Run(new($"Organisation {n}"), call);
        // PostgreSQL gives ids in the order of arrival, so there one follows the other.
        foreach (var some in Enumerable.Range(1, Caregivers).Chunk(IsPostgres(database) ? 1 : 256))
            await Task.WhenAll(some.Select(n => CreateProvider.Run(new(
                $"Caregiver {n}", OrganisationId: (n - 1) / CaregiversOfOrganisation + 1), call)).ToList());
        for (var type = 1; type <= Types; type++)
            await CreateEventType.Run(new($"Type {type}", "EUR", 1000 + 250 * type), call);
    }

    public static async Task<DbConnection> Connect(string database)
    {
        DbConnection connection = IsPostgres(database)
            ? new NpgsqlConnection(database + ";Pooling=false")
            : new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    static async Task Write(DbConnection connection, int rows)
    {
        await Bulk.Load(connection, ["care_events", "remittance_lines"], async () =>
        {
            var perMonth = rows / Months;
            for (var month = 0; month < Months; month++)
                await Run(connection, CareEventsOf(month, perMonth, Math.Clamp(rows / 200, 1, Caregivers)));
            for (var month = 0; month < Months - MonthsOpen; month++)
            {
                await Run(connection, RemittancesOf(month, perMonth));
                await Run(connection, LinesOf(month, perMonth));
            }
        });
        await AddUp(connection);
        await Bulk.Settle(connection, "care_events", "remittances");
    }

    // Neighbours in time belong to different caregivers and types, as in life.
    static string CareEventsOf(int month, int rows, int caregivers)
    {
        var (from, to) = (Micros(month), Micros(month + 1));
        var step = Math.Max(1, (to - from) / rows);
        return $"""
            WITH RECURSIVE numbers(i) AS (
                SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < {rows}
            ), drawn AS (
                SELECT i, (i * 7919 + {month}) % {caregivers} + 1 AS caregiver,
                       (i / {caregivers} + i * 7 + {month}) % {Types} + 1 AS type,
                       (i / {caregivers} + i) % 50 = 0 AS late
                FROM numbers
            )
            INSERT INTO care_events
                (id, caregiver_id, organisation_id, event_type_id, tariff_id, amount, currency, starts_at,
                 service_month, booking_month, created_at, actor)
            SELECT {(long)month * rows} + i + 1, caregiver, {OrganisationOf("caregiver")}, type, type,
                   1000 + 250 * type, 'EUR', {from} + i * {step},
                   {Name(month)}, CASE WHEN late THEN {Name(month + 1)} ELSE {Name(month)} END,
                   CASE WHEN late THEN {to} ELSE {from} + i * {step} END, 'bench'
            FROM drawn
            """;
    }

    static string RemittancesOf(int month, int rows) => $"""
        INSERT INTO remittances
            (id, reference, fingerprint, caregiver_id, service_month, currency, events, amount, created_at, actor)
        SELECT {RemittanceOf(month)}, '{Name(month)}-' || caregiver_id, 'bench', caregiver_id,
               {Name(month)}, currency, COUNT(*), SUM(amount), {Micros(month + 1)}, 'bench'
        FROM care_events
        WHERE id > {(long)month * rows} AND id <= {(month + 1L) * rows}
        GROUP BY caregiver_id, currency
        """;

    static string LinesOf(int month, int rows) => $"""
        INSERT INTO remittance_lines (remittance_id, care_event_id)
        SELECT {RemittanceOf(month)}, id
        FROM care_events
        WHERE id > {(long)month * rows} AND id <= {(month + 1L) * rows}
        ORDER BY 1, 2
        """;

    static string OrganisationOf(string caregiver) => $"({caregiver} - 1) / {CaregiversOfOrganisation} + 1";

    static string RemittanceOf(int month) => $"({month} * {Caregivers} + caregiver_id)";

    static async Task AddUp(DbConnection connection)
    {
        await Run(connection, "DELETE FROM month_totals");
        await Run(connection, "DELETE FROM caregiver_months");
        await Run(connection, Totals);
        // On SQLite triggers have done that.
        if (connection is NpgsqlConnection)
            await Run(connection, CaregiverMonths);
    }

    const string CaregiverMonths = """
        INSERT INTO caregiver_months
        SELECT caregiver_id, organisation_id, service_month, currency, SUM(open_events), SUM(open_amount),
               SUM(reimbursed_events), SUM(reimbursed_amount)
        FROM month_totals
        GROUP BY caregiver_id, organisation_id, service_month, currency
        """;

    const string Totals = """
        INSERT INTO month_totals
        SELECT e.caregiver_id, e.organisation_id, e.service_month, e.booking_month, e.event_type_id, e.currency,
               SUM(CASE WHEN l.care_event_id IS NULL THEN 1 ELSE 0 END),
               SUM(CASE WHEN l.care_event_id IS NULL THEN e.amount ELSE 0 END),
               SUM(CASE WHEN l.care_event_id IS NULL THEN 0 ELSE 1 END),
               SUM(CASE WHEN l.care_event_id IS NULL THEN 0 ELSE e.amount END)
        FROM care_events e
        LEFT JOIN remittance_lines l ON l.care_event_id = e.id AND l.reversed_at IS NULL
        GROUP BY e.caregiver_id, e.organisation_id, e.service_month, e.booking_month, e.event_type_id, e.currency
        """;

    public static async Task Execute(string database, string statement)
    {
        await using var connection = await Connect(database);
        await Run(connection, statement);
    }

    static long Micros(int month) => Instants.From(new DateTimeOffset(Start.AddMonths(month))).Micros;

    static string Name(int month) => Start.AddMonths(month).ToString("yyyyMM", CultureInfo.InvariantCulture);

    static bool IsPostgres(string database) => database.Contains("Host=", StringComparison.OrdinalIgnoreCase)
        || database.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);

    public static async Task Run(DbConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (statement, 0);
        await command.ExecuteNonQueryAsync();
    }
}
