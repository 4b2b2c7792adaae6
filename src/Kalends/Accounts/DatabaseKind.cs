using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>The kind of a database: a real one, or a demo, whose users have well-known passwords.</summary>
enum DatabaseKind
{
    Real,
    Demo,
}

/// <summary>The mark by which a start distinguishes the two; it is written with the first users.</summary>
static class DatabaseKinds
{
    /// <summary>The kind that a database is marked with; null if it has no mark.</summary>
    public static async Task<DatabaseKind?> Find(Session session) => (await session.One(FindMark, Mark.Read))?.Kind;

    /// <summary>
    /// Marks a new database, and locks the mark until the end of the transaction, so that processes that start together
    /// decide one after the other.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="wanted">The kind that a database without users gets.</param>
    /// <returns>The current kind, and whether the database has users.</returns>
    public static async Task<(DatabaseKind Kind, bool HasUsers)> Hold(Session session, DatabaseKind wanted)
    {
        var isNew = await session.Run(MarkNew, ("kind", wanted)) == 1;
        var mark = (await session.One(HoldMark, Mark.Read))!;
        var hasUsers = await session.Number(FindUser) is not null;
        // Users without a mark belong to a real database.
        return (isNew && hasUsers ? DatabaseKind.Real : mark.Kind, hasUsers);
    }

    public static async Task Change(Session session, DatabaseKind kind) =>
        await session.Run(ChangeMark, ("kind", kind));

    sealed record Mark(DatabaseKind Kind)
    {
        public static Mark Read(Row row) => new(row.Word<DatabaseKind>("kind"));
    }

    static readonly Sql FindMark = new("SELECT kind FROM database_kind");

    static readonly Sql MarkNew =
        new("INSERT INTO database_kind (one, kind) VALUES (1, @kind) ON CONFLICT (one) DO NOTHING");

    static readonly Sql HoldMark = new("SELECT kind FROM database_kind WHERE one = 1 {lock}");

    static readonly Sql ChangeMark = new("UPDATE database_kind SET kind = @kind WHERE one = 1");

    static readonly Sql FindUser = new("SELECT 1 AS n FROM users LIMIT 1");
}
