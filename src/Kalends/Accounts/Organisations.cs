using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>An organisation, whose managers see its providers and clients, and no others.</summary>
/// <param name="Id">The id of the organisation.</param>
/// <param name="Name">The unique name.</param>
sealed record Organisation(long Id, string Name);

/// <summary>Creates an organisation.</summary>
static class CreateOrganisation
{
    /// <param name="Name">The unique name.</param>
    public sealed record Input([Text(1, 200)] string Name);

    public static Task<Organisation> Run(Input input, Call call) =>
        call.Write(session => Store(session, call, input.Name));

    /// <summary>Creates an organisation in the caller's transaction.</summary>
    public static async Task<Organisation> Store(Session session, Call call, string name)
    {
        var id = await session.Number(Insert, ("name", name), ("now", call.Now))
            ?? throw new Refused(Reason.Conflict, "name_taken", "Another organisation has this name.");
        var made = new Organisation(id, name);
        await EventLog.Append(session, call, new("accounts", "organisation.created", $"organisation/{id}", made));
        return made;
    }

    static readonly Sql Insert = new("""
        INSERT INTO organisations (name, created_at)
        VALUES (@name, @now)
        ON CONFLICT (name) DO NOTHING
        RETURNING id AS n
        """);
}

/// <summary>Lists organisations.</summary>
static class ListOrganisations
{
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input([Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    public static Task<Page<Organisation>> Run(Input input, Call call) => call.Read(async session =>
    {
        var rows = await session.All(Find, row => new Organisation(row.Long("id"), row.Text("name")),
            ("after", Cursor.Read(input.Cursor)?.Id ?? 0), ("limit", input.Limit + 1));
        return Page.Of(rows, input.Limit, row => Cursor.Write(row.Id));
    });

    static readonly Sql Find = new("SELECT id, name FROM organisations WHERE id > @after ORDER BY id LIMIT @limit");
}
