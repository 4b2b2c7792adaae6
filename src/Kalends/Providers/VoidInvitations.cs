using Kalends.Platform.Storage;

namespace Kalends.Providers;

/// <summary>
/// Deletes the invitations to a person that nobody has accepted, because they were made for an earlier ownership of the
/// person.
/// </summary>
static class VoidInvitations
{
    public static ValueTask ToProvider(Session session, long id) => session.Enqueue(DeleteToProvider, ("id", id));

    public static ValueTask ToClient(Session session, long id) => session.Enqueue(DeleteToClient, ("id", id));

    static readonly Sql DeleteToProvider =
        new("DELETE FROM invitations WHERE provider_id = @id AND accepted_at IS NULL");

    static readonly Sql DeleteToClient =
        new("DELETE FROM invitations WHERE client_id = @id AND accepted_at IS NULL");
}
