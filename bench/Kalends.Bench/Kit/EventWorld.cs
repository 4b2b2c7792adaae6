using Microsoft.Data.Sqlite;

namespace Kalends.Bench.Kit;

/// <summary>Many events, one a second, whose messages share some words and have one of their own.</summary>
static class EventWorld
{
    public const int Events = 1_000_000;

    /// <summary>When the n-th was made.</summary>
    public static Instant At(long n) => Instants.FromMicros(1_900_000_000_000_000 + n * 1_000_000);

    // The words of "the buyer 123 placed the order n4711 with even total", as the server cuts them.
    const string Rows = """
        INSERT INTO events (seq, id, created_at, component, actor, environment)
        SELECT n, 'id-' || n, 1900000000000000 + n * 1000000,
               CASE n % 10 WHEN 0 THEN 'billing' WHEN 1 THEN 'inventory' ELSE 'orders' END, 'bench',
               CASE n % 4 WHEN 0 THEN 'staging' ELSE 'production' END
        FROM numbers;
        INSERT INTO event_texts (seq, email, message, data)
        SELECT n, 'user' || (n % 5000) || '@example.com',
               'the buyer ' || (n % 1000) || ' placed the order n' || n || ' with '
                   || CASE n % 2 WHEN 0 THEN 'even' ELSE 'odd' END || ' total', '{"n":' || n || '}'
        FROM numbers;
        INSERT INTO event_words (word, seq)
        SELECT word, n FROM numbers, (VALUES ('buyer'), ('order'), ('placed'), ('the'), ('total'), ('with')) AS w(word);
        INSERT INTO event_words (word, seq)
        SELECT CASE n % 2 WHEN 0 THEN 'even' ELSE 'odd' END, n FROM numbers;
        INSERT INTO event_words (word, seq) SELECT CAST(n % 1000 AS TEXT), n FROM numbers;
        INSERT INTO event_words (word, seq) SELECT 'n' || n, n FROM numbers;
        INSERT INTO event_dictionary (word)
        SELECT word FROM (SELECT DISTINCT word FROM event_words) AS words ORDER BY word;
        DROP TABLE numbers;
        """;

    public static string Postgres(int events) => $"""
        CREATE TABLE numbers AS SELECT n FROM generate_series(CAST(1 AS BIGINT), {events}) AS n;
        {Rows}
        INSERT INTO event_dictionary (word) SELECT '!' || reverse(word) FROM event_dictionary WHERE word >= '0';
        SELECT setval('events_numbers', {events});
        VACUUM ANALYZE;
        """;

    /// <summary>A SQLite file with a number of events in it, made once.</summary>
    public static async Task<string> File(Workshop shop, int events)
    {
        var made = shop.PathOf($"events-{events}.db");
        if (System.IO.File.Exists(made))
            return made;
        await using var db = World.Open(made);
        await FillSqlite(made, events);
        await World.LetIn(db);
        return made;
    }

    /// <summary>A connection string of a database of PostgreSQL with a number of events in it, made once.</summary>
    public static async Task<string> Database(Workshop shop, int events)
    {
        var cluster = await Cluster.Of(shop);
        var name = $"events_{events}";
        if (!await cluster.Make(name))
            return cluster.Database(name);
        await using var db = World.Open(cluster.Database(name));
        await cluster.Script(shop, name, Postgres(events));
        await World.LetIn(db);
        return cluster.Database(name);
    }

    public static async Task FillSqlite(string file, int events)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        connection.CreateFunction("reversed", (string word) => new string(word.Reverse().ToArray()));
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = $"""
            PRAGMA synchronous = OFF;
            PRAGMA cache_size = -500000;
            BEGIN;
            CREATE TABLE numbers AS
            WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {events})
            SELECT n FROM counted;
            {Rows.Replace("(VALUES ('buyer'), ('order'), ('placed'), ('the'), ('total'), ('with')) AS w(word)",
                "(SELECT value AS word FROM json_each('[\"buyer\",\"order\",\"placed\",\"the\",\"total\",\"with\"]'))",
                StringComparison.Ordinal)}
            INSERT INTO event_dictionary (word) SELECT '!' || reversed(word) FROM event_dictionary WHERE word >= '0';
            COMMIT;
            """;
        await command.ExecuteNonQueryAsync();
    }
}
