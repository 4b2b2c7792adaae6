using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Changes what is known of a client.</summary>
static class UpdateClient
{
    public static Task<Client> Run(ChangedClient input, Call call) => call.Write(async session =>
    {
        var known = await session.One(FindToChange, Client.Read, ("id", input.Id));
        if (known is null || !call.Reach.Covers(known.OwnerUserId, known.OrganisationId, known.UserId))
            throw Refused.NotFound("client");

        var changed = input.Change(known, call);
        await changed.TieOf().Check(session);
        if (changed.UserId != known.UserId && await session.Number(FindByUser, ("user", changed.UserId)) is not null)
            throw new Refused(Reason.Conflict, "user_taken", "This user is another client already.");

        await session.Run(Update, changed.Values());
        await EventLog.Append(session, call, new("providers", "client.updated", $"client/{input.Id}", changed)
        {
            OrganisationId = changed.OrganisationId,
        });
        return changed;
    });

    static readonly Sql FindToChange = new($$"""
        SELECT {{Client.Columns()}}
        FROM clients
        WHERE id = @id
        {lock}
        """);

    static readonly Sql FindByUser = new("SELECT id AS n FROM clients WHERE user_id = @user");

    static readonly Sql Update = new("""
        UPDATE clients
        SET first_name = @first, last_name = @last, time_zone = @zone, user_id = @user, owner_user_id = @owner,
            organisation_id = @organisation, updated_at = @updated
        WHERE id = @id
        """);
}
