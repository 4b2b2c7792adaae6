using Kalends.Platform.Storage;

namespace Kalends.Platform.Privacy;

/// <summary>A hook: what a module holds about people.</summary>
/// <param name="Rows">The rows to export.</param>
sealed record PersonalData(params IReadOnlyList<PersonalRows> Rows)
{
    /// <summary>A statement that yields the addresses (<c>address</c>) of <c>@user</c> and <c>@client</c>.</summary>
    public Sql? Addresses { get; init; }
}

/// <summary>The rows of one kind about a person.</summary>
/// <param name="Name">The kind of record.</param>
/// <param name="Find">
/// A statement that yields them, as <c>@user</c>, <c>@client</c>, <c>@provider</c>, <c>@addresses</c> or
/// <c>@subjects</c> name the person.
/// </param>
/// <param name="Read">A row as it is shown; by default, all its columns.</param>
sealed record PersonalRows(string Name, Sql Find, Func<Row, object>? Read = null)
{
    public object Shown(Row row) => Read is null ? row.All() : Read(row);
}
