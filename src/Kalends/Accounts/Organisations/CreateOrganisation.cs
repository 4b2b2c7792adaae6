using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.Organisations;

/// <summary>Creates an organisation.</summary>
static class CreateOrganisation
{
    /// <param name="Name">The unique name.</param>
    public sealed record Input([Text(1, 200)] string Name);

    public static Task<Answer<Organisation>> Run(Input input, Call call) =>
        call.Write(session => Store(session, call, input.Name));

    /// <summary>Creates an organisation in the caller's transaction.</summary>
    public static async Task<Organisation> Store(Session session, Call call, string name)
    {
        var id = await session.Number(Insert, ("name", name), ("now", call.Now))
            ?? throw AccountsErrors.OrganisationNameTaken.Refused();
        var made = new Organisation(id, name);
        await EventLog.Append(session, call, new("accounts", "organisation.created", $"organisation/{id}",
            new { made.Id, made.Name }));
        return made;
    }

    static readonly Sql Insert = new("""
        INSERT INTO organisations (name, created_at)
        VALUES (@name, @now)
        ON CONFLICT (name) DO NOTHING
        RETURNING id AS n
        """);
}
