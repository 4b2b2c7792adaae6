using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Messages.Contacts;

/// <summary>The user or the client whose contact it is, and the keepers who may read the events about it.</summary>
sealed record ContactOwner(string? UserId, long? ClientId, long? OrganisationId = null, string? OwnerUserId = null)
{
    /// <summary>The caller.</summary>
    public static ContactOwner Me(Call call) => new(call.Caller.UserId, ClientId: null);

    /// <summary>Any user, for admins.</summary>
    public static Task<ContactOwner> User(string id, Call call) => call.Read(async session =>
        await session.Number(FindUser, ("id", id)) is null
            ? throw MessagesErrors.NoSuchUser.Refused()
            : new ContactOwner(id, ClientId: null));

    /// <summary>A client whose contact the caller may read.</summary>
    public static async Task<ContactOwner> SeenClient(long id, Call call) => Of(await Seen(id, call));

    /// <summary>A client whose contact the caller may change.</summary>
    public static async Task<ContactOwner> KeptClient(long id, Call call)
    {
        var client = await Seen(id, call);
        return call.Scope.Covers(client.OwnerUserId, client.OrganisationId, client.UserId)
            ? Of(client)
            : throw MessagesErrors.NotYourClient.Refused();
    }

    static async Task<Client> Seen(long id, Call call) =>
        (await SeenClients.Find([id], call)).GetValueOrDefault(id) ?? throw MessagesErrors.NoSuchClient.Refused();

    static ContactOwner Of(Client client) => new(null, client.Id, client.OrganisationId, client.OwnerUserId);

    /// <summary>The owner of a stored contact.</summary>
    public static async Task<ContactOwner> Of(Session session, Contact contact) => contact.ClientId is not { } client
        ? new ContactOwner(contact.UserId, ClientId: null)
        : (await session.One(
            FindKeepers,
            row => new ContactOwner(null, client, row.LongOrNull("organisation_id"), row.Text("owner_user_id")),
            ("id", client)))!;

    /// <summary>Keeps the person from being erased until the end of the transaction; refused if they are.</summary>
    public async Task Hold(Session session)
    {
        if (ClientId is { } client)
            ClientLock.Hold(session, client);
        var isKnown = ClientId is null
            ? await session.Number(HoldUser, ("user", UserId))
            : await session.Number(FindClient, ("client", ClientId));
        if (isKnown is null)
            throw MessagesErrors.PersonIsErased.Refused();
    }

    /// <summary>An event about the contact, without addresses.</summary>
    public DomainEvent Event(string verb, object facts) => new(
        "messages", $"contact.{verb}", ClientId is { } client ? $"client/{client}" : $"user/{UserId}", facts)
    {
        OrganisationId = OrganisationId,
        OwnerUserId = OwnerUserId,
    };

    static readonly Sql FindClient =
        new("SELECT 1 AS n FROM public_clients WHERE id = @client AND erased_at IS NULL");

    static readonly Sql HoldUser =
        new("SELECT 1 AS n FROM public_users WHERE id = @user AND erased_at IS NULL {lock}");

    static readonly Sql FindUser = new("SELECT 1 AS n FROM public_users WHERE id = @id");

    static readonly Sql FindKeepers =
        new("SELECT organisation_id, owner_user_id FROM public_clients WHERE id = @id");
}
