using Kalends.Platform.Storage;

namespace Kalends.Platform.Retention;

/// <summary>A hook: records of a module that are removed when they are old enough.</summary>
/// <param name="Name">The kind of record, as its lines and the names of its files tell it.</param>
/// <param name="Days">For how many days they are kept; 0 is for ever.</param>
/// <param name="Find">
/// A statement that yields the oldest records from before <c>@before</c>, at most <c>@most</c> of them.
/// </param>
/// <param name="Remove">Removes these very records with all that belongs to them, in a transaction.</param>
sealed record Retained(
    string Name, Func<RetentionSettings, int> Days, Sql Find, Func<Session, IReadOnlyList<RemovedRow>, Task> Remove)
{
    /// <summary>Counts the records that <see cref="Find"/> yields.</summary>
    public Sql Count { get; } = new(Counting(Find.Sqlite), Counting(Find.Postgres));

    /// <summary>The records that one transaction removes.</summary>
    public int AtOnce { get; init; } = 500;

    /// <summary>What belongs to the records, by the values of their first columns in <c>@ids</c>.</summary>
    public IReadOnlyList<(string Name, Sql Find)> Parts { get; init; } = [];

    static string Counting(string find) => $"SELECT COUNT(*) AS n FROM ({find}) AS found";
}

/// <summary>A record that is removed, with all its columns.</summary>
sealed record RemovedRow(IReadOnlyDictionary<string, object?> Columns)
{
    /// <summary>The value of the first column, which is the id.</summary>
    public long Id => (long)Columns.First().Value!;

    public object? this[string column] => Columns[column];
}
