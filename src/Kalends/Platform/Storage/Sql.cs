using System.Runtime.CompilerServices;

namespace Kalends.Platform.Storage;

/// <summary>One statement, rendered for both engines; written once in the portable subset wherever possible.</summary>
/// <param name="sqlite">The text for SQLite.</param>
/// <param name="postgres">The text for PostgreSQL, if it differs.</param>
/// <param name="file">The file that has the statement; the compiler supplies it.</param>
/// <param name="member">The field or the method that has it; the compiler supplies it.</param>
sealed class Sql(
    string sqlite, string? postgres = null, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
{
    public string Sqlite => field ??= Dialect.Sqlite.Render(sqlite);

    public string Postgres => field ??= Dialect.Postgres.Render(postgres ?? sqlite);

    /// <summary>The place of the statement in the code, such as <c>ReserveSlot.Insert</c>, for traces.</summary>
    public string Name => $"{Path.GetFileNameWithoutExtension(file)}.{member}";

    /// <summary>Whether the text was composed for a request; such statements are identified by their text.</summary>
    public bool IsShaped { get; private init; }

    /// <summary>
    /// A statement composed for one request. All its parts are ours: input from a caller is passed in parameters.
    /// </summary>
    public static Sql Shaped(
        string text, [CallerFilePath] string file = "", [CallerMemberName] string member = "") =>
        new(text, file: file, member: member) { IsShaped = true };
}
