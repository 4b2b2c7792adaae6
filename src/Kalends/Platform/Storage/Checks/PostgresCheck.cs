using Kalends.Platform.Storage.Engines.Postgres;
using Npgsql;

namespace Kalends.Platform.Storage.Checks;

/// <summary>Looks at a PostgreSQL server and the schema in it.</summary>
static class PostgresCheck
{
    const int VersionMin = 13;

    public static IReadOnlyList<Migration> Look(string database, StorageSettings settings, List<Remark> remarks)
    {
        IReadOnlyList<Migration> pending = [];
        using var source = PostgresServer.OpenDirect(database, settings, connection =>
        {
            remarks.Add(Version(connection));
            remarks.Add(Pool(connection, PostgresAddress.Read(database, settings).MaxPoolSize));
            if (Text(connection, "SHOW transaction_read_only") == "on")
                remarks.Add(new("server", Gravity.Fault, "The server only reads: it is a standby."));
            if (Text(connection, "SHOW synchronous_commit") == "off")
                remarks.Add(new("server", Gravity.Fault, PostgresServer.ForgetsChanges));
            if (Statement.Number(connection, FindGist) == 0)
                remarks.Add(new(
                    "extension", Gravity.Fault,
                    "The extension btree_gist is not available. Debian has it in postgresql-contrib."));
            Migrations.RefuseHalfCopied(connection);
            pending = Migrations.Pending(connection, Dialect.Postgres, "postgres");
        });
        return pending;
    }

    static Remark Version(NpgsqlConnection connection) => connection.PostgreSqlVersion.Major < VersionMin
        ? new(
            "server", Gravity.Fault,
            $"PostgreSQL is version {connection.PostgreSqlVersion}; at least {VersionMin} is needed.")
        : new("server", Gravity.Good, $"PostgreSQL {connection.PostgreSqlVersion} answers at {connection.Host}.");

    /// <summary>A pool that the server cannot fill ends in refused connections under load.</summary>
    static Remark Pool(NpgsqlConnection connection, int pool)
    {
        var connections = PostgresServer.Accepted(connection);
        return pool > connections
            ? new(
                "pool", Gravity.Fault,
                $"The pool of each process may open {pool} connections, and the server has {connections} for all: " +
                "lower Maximum Pool Size, or raise max_connections.")
            : new("pool", Gravity.Good, $"The pool of each process may open {pool} of the server's {connections} " +
                "connections.");
    }

    static string? Text(NpgsqlConnection connection, string text) =>
        Statement.All(connection, text, row => row.GetString(0)).FirstOrDefault();

    const string FindGist = "SELECT COUNT(*) FROM pg_available_extensions WHERE name = 'btree_gist'";
}
