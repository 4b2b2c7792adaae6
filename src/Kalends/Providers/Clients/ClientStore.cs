using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>Stores clients, for all use cases that change one.</summary>
static class ClientStore
{
    /// <summary>
    /// A client that the caller may change and that is not erased, in the version that they know, with its row locked.
    /// </summary>
    public static async Task<Client> FindToChange(Session session, Call call, long id, string? ifMatch)
    {
        if (await Hold(session, id) is not { } known || !call.Scope.CoversClient(known.OwnershipOf()))
            throw ProvidersErrors.NoSuchClient.Refused();
        if (known.ErasedAt is not null)
            throw ProvidersErrors.ClientIsErased.Refused();
        EntityTag.Check(ifMatch, known.Version);
        return known;
    }

    /// <summary>A client; null if there is none.</summary>
    public static ValueTask<Client?> Look(Session session, long id) => session.One(Find, Client.Read, ("id", id));

    /// <summary>A client, locked until the end of the transaction; null if there is none.</summary>
    public static ValueTask<Client?> Hold(Session session, long id) =>
        session.One(FindAndHold, Client.Read, ("id", id));

    /// <summary>Replaces a known client and appends the event; the caller holds the row.</summary>
    public static async Task<Client> Change(Session session, Call call, Client known, Client changed)
    {
        if (changed.OwnershipOf() != known.OwnershipOf())
        {
            await changed.OwnershipOf().Check(session);
            await VoidInvitations.ToClient(session, known.Id);
        }
        if (changed.UserId is not null && changed.UserId != known.UserId
            && await session.Number(FindByUser, ("user", changed.UserId)) is not null)
            throw ProvidersErrors.UserIsClient.Refused();

        if (changed.OwnershipOf().LeavesKeepersOf(known.OwnershipOf()))
            await EventLog.Append(session, call, known.Event("left") with { Data = known.OwnershipOf() });
        await session.Run(Update, changed.Values());
        if (changed.Name != known.Name)
            await ClientWords.Store(session, changed);
        await EventLog.Append(session, call, changed.Event("updated").WithChanges(known, changed));
        return changed;
    }

    static readonly Sql Find = new($"SELECT {Client.Columns()} FROM clients WHERE id = @id");

    static readonly Sql FindAndHold = new($$"""
        SELECT {{Client.Columns()}}
        FROM clients
        WHERE id = @id
        {lock}
        """);

    static readonly Sql FindByUser = new("SELECT id AS n FROM clients WHERE user_id = @user");

    static readonly Sql Update = new("""
        UPDATE clients
        SET first_name = @first, last_name = @last, time_zone = @zone, user_id = @user, owner_user_id = @owner,
            organisation_id = @organisation, updated_at = @updated, version = @version
        WHERE id = @id
        """);
}
