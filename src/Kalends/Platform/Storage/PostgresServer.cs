using Npgsql;

namespace Kalends.Platform.Storage;

/// <summary>
/// Connects to PostgreSQL at start and brings the schema up to date; refuses a server that cannot work.
/// </summary>
static class PostgresServer
{
    const long MigrationLock = 7_305_808_869_230_408;

    public static NpgsqlDataSource Open(string database, StorageSettings settings)
    {
        var source = Source(PostgresAddress.Read(database, settings));
        try
        {
            Prepare(source);
            return source;
        }
        catch (Exception wrong)
        {
            source.Dispose();
            if (wrong is NpgsqlException)
                throw new StartRefused(Words(wrong));
            throw;
        }
    }

    /// <summary>The data source, which finds the server that accepts writes if several are named.</summary>
    static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder address)
    {
        try
        {
            return new NpgsqlDataSourceBuilder(address.ToString()).Build();
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new StartRefused($"Kalends:Database cannot be used: {wrong.Message}");
        }
    }

    static void Prepare(NpgsqlDataSource source)
    {
        using var connection = source.OpenConnection();
        if (Show(connection, "synchronous_commit") == "off")
            throw new StartRefused("Kalends:Database sets synchronous_commit to off, with which the server forgets " +
                "changes that were answered. Leave it out, or set it to on or remote_apply.");
        // A migration of a large table may take as long as it needs.
        Execute(connection, "SET statement_timeout = 0; SET lock_timeout = 0");
        Execute(connection, $"SELECT pg_advisory_lock({MigrationLock})");
        try
        {
            Migrations.Apply(connection, Dialect.Postgres, "postgres");
        }
        finally
        {
            Execute(connection, $"SELECT pg_advisory_unlock({MigrationLock})");
        }
        connection.ReloadTypes();
    }

    static string Words(Exception wrong) => wrong switch
    {
        PostgresException refused => $"The PostgreSQL server refused: {refused.MessageText}",
        { InnerException: AggregateException several } => "None of the PostgreSQL servers can be used: " +
            string.Join("; ", several.InnerExceptions.Select(one => one.Message)),
        _ => $"The PostgreSQL server cannot be reached: {wrong.Message}",
    };

    static void Execute(NpgsqlConnection connection, string text)
    {
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }

    static string? Show(NpgsqlConnection connection, string setting)
    {
        using var command = new NpgsqlCommand($"SHOW {setting}", connection);
        return (string?)command.ExecuteScalar();
    }
}
