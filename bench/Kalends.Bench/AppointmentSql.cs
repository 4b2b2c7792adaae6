using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kalends.Bench;

/// <summary>The rows of the appointments query, by three statements and the bare driver.</summary>
sealed class AppointmentSql(Func<DbConnection> connect, string inList, Func<IReadOnlyList<long>, object> list)
{
    readonly Func<IReadOnlyList<long>, object> _list = list;

    public static AppointmentSql OnSqlite(string file) => new(
        () => new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False"),
        "IN (SELECT value FROM json_each(@ids))", ids => $"[{string.Join(',', ids)}]");

    public static AppointmentSql OnPostgres(string database) => new(
        () => new NpgsqlConnection($"{database};Max Auto Prepare=20;Auto Prepare Min Usages=1"),
        "= ANY(@ids)", ids => ids.ToArray());

    // The sign is for SQLite's planner, which would else walk all appointments of those with the skill.
    const string FindAppointments = """
        SELECT provider_id, starts_at, slot_micros, type
        FROM openings
        WHERE type IS NOT NULL AND type <> 'consultation' AND removed_at IS NULL
          AND starts_at BETWEEN 1644874120000000 AND 1644894120000000
          AND +provider_id IN (
              SELECT h.provider_id
              FROM provider_skills h
              JOIN skills s ON s.id = h.skill_id
              WHERE s.name = 'ADHD')
        ORDER BY id
        LIMIT 1000
        """;

    string FindTherapists => $"SELECT id, first_name, last_name FROM providers WHERE id {inList}";

    string FindSpecialisms => $"""
        SELECT h.provider_id, s.name
        FROM provider_skills h
        JOIN skills s ON s.id = h.skill_id
        WHERE h.provider_id {inList}
        ORDER BY h.provider_id, h.position
        """;

    public async Task<int> Count()
    {
        await using var connection = await Open();
        return await new Reader(connection, this).ReadAll();
    }

    /// <summary>How often a second all of it is read.</summary>
    public async Task<double> Run(int tasks, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        var done = 0;
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(async () =>
        {
            await using var connection = await Open();
            await using var reader = new Reader(connection, this);
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                await reader.ReadAll();
                Interlocked.Increment(ref done);
            }
        })));
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    async Task<DbConnection> Open()
    {
        var connection = connect();
        await connection.OpenAsync();
        return connection;
    }

    sealed class Reader : IAsyncDisposable
    {
        readonly Func<IReadOnlyList<long>, object> _list;
        readonly DbCommand _appointments;
        readonly DbCommand _therapists;
        readonly DbCommand _specialisms;

        public Reader(DbConnection connection, AppointmentSql sql)
        {
            _list = sql._list;
            _appointments = Command(connection, FindAppointments);
            _therapists = Command(connection, sql.FindTherapists);
            _specialisms = Command(connection, sql.FindSpecialisms);
        }

        public async Task<int> ReadAll()
        {
            var (providers, rows) = (new HashSet<long>(), 0);
            await using (var reader = await _appointments.ExecuteReaderAsync())
                for (; await reader.ReadAsync(); rows++)
                {
                    providers.Add(reader.GetInt64(0));
                    _ = reader.GetInt64(1) + reader.GetInt64(2) + reader.GetString(3).Length;
                }

            var ids = _list(providers.ToList());
            await ReadTexts(_therapists, ids, 1, 2);
            await ReadTexts(_specialisms, ids, 1);
            return rows;
        }

        public async ValueTask DisposeAsync()
        {
            await _appointments.DisposeAsync();
            await _therapists.DisposeAsync();
            await _specialisms.DisposeAsync();
        }

        static async Task ReadTexts(DbCommand command, object ids, params int[] columns)
        {
            if (command.Parameters.Count == 0)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = "ids";
                command.Parameters.Add(parameter);
            }
            command.Parameters[0].Value = ids;
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                _ = reader.GetInt64(0) + columns.Sum(column => reader.GetString(column).Length);
        }

        static DbCommand Command(DbConnection connection, string text)
        {
            var command = connection.CreateCommand();
            command.CommandText = text;
            return command;
        }
    }
}
