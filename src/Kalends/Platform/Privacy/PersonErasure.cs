using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Platform.Privacy;

/// <summary>A hook: how a module erases what it holds about people.</summary>
/// <param name="Steps">Erase the rows that a person may have many of, a batch at a time.</param>
sealed record PersonErasure(params IReadOnlyList<Erasure> Steps)
{
    /// <summary>
    /// Erases what the other rows are found by; in the transaction in which no module finds any more of those.
    /// </summary>
    public Func<Session, Call, Person, Task>? Last { get; init; }

    /// <summary>Tells this process about it, after the transaction.</summary>
    public Action? Done { get; init; }
}

/// <summary>One step of an erasure, in a transaction together with those of other modules.</summary>
/// <param name="Run">Erases at most a batch; true if there may be more.</param>
sealed record Erasure(Func<Session, Call, Erasing, Task<bool>> Run)
{
    /// <summary>The rows that a step erases at most, because SQLite has one writer.</summary>
    public const int Batch = 500;

    /// <summary>A step by a statement that changes <c>@most</c> rows at most.</summary>
    public Erasure(Sql statement)
        : this(async (session, _, erasing) =>
            await session.Run(statement, erasing.Person.With(("most", (long)Batch))) == Batch)
    {
    }
}

/// <summary>What is to be erased.</summary>
/// <param name="Person">The person, without the records that stay.</param>
/// <param name="CancelFuture">Whether reservations that lie ahead are cancelled; otherwise they refuse it.</param>
sealed record Erasing(Person Person, bool CancelFuture);
