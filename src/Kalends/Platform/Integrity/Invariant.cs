using Kalends.Platform.Storage;

namespace Kalends.Platform.Integrity;

/// <summary>Something that always holds of the rows of a module, recomputed from them.</summary>
/// <param name="Name">Its name: the tables and columns that it is about.</param>
/// <param name="Sentence">What holds.</param>
/// <param name="Verify">
/// Reads the rows, all at one moment, and reports each that differs. It keeps no more of them than a page.
/// </param>
sealed record Invariant(string Name, string Sentence, Func<Session, Drift, Task> Verify)
{
    /// <summary>
    /// An invariant that one statement verifies. It yields a row for each drift: the text <c>subject</c>, and the
    /// texts <c>expected</c> and <c>found</c>, which may be null.
    /// </summary>
    public Invariant(string name, string sentence, Sql drifts)
        : this(name, sentence, async (session, drift) => await session.Each(drifts, row =>
        {
            drift.Add(row.Text("subject"), row.TextOrNull("expected"), row.TextOrNull("found"));
            return ValueTask.CompletedTask;
        })) => Drifts = drifts;

    /// <summary>The statement that verifies it, if one does.</summary>
    public Sql? Drifts { get; }
}
