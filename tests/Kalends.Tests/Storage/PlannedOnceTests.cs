using Kalends.Platform.Storage.Engines.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kalends.Tests.Storage;

/// <summary>SQLite plans a prepared statement once, whatever values it is given.</summary>
public sealed class PlannedOnceTests : IDisposable
{
    readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.db");

    [Fact]
    public void A_limit_that_is_a_parameter_does_not_make_SQLite_plan_anew()
    {
        using var plain = new SqliteConnection($"Data Source={_path};Pooling=False");
        plain.Open();
        using var ours = SqliteLibrary.Connect(_path, SqliteOpenMode.ReadWriteCreate, 5);

        Assert.Equal(3, Plans(plain));
        Assert.Equal(0, Plans(ours));
    }

    /// <summary>How often a statement was planned anew in three runs.</summary>
    static int Plans(SqliteConnection connection)
    {
        const int replanned = 5;
        const string text = "SELECT * FROM (SELECT name FROM sqlite_schema LIMIT ?1) AS some LIMIT 5";
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(connection.Handle, text, out var statement));
        using (statement)
        {
            for (var run = 0; run < 3; run++)
            {
                raw.sqlite3_bind_int64(statement, 1, 5);
                Assert.Equal(raw.SQLITE_DONE, raw.sqlite3_step(statement));
                raw.sqlite3_reset(statement);
            }
            return raw.sqlite3_stmt_status(statement, replanned, 0);
        }
    }

    public void Dispose() => File.Delete(_path);
}
