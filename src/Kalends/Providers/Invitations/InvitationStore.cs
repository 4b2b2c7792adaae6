using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Invitations;

/// <summary>
/// An invitation as it is stored: its provider or client, its maker, and the user who has accepted it.
/// </summary>
/// <param name="Invitation">The part of it that callers see.</param>
/// <param name="ProviderId">The provider that it is to.</param>
/// <param name="ClientId">The client that it is to.</param>
/// <param name="AcceptedBy">The user who has accepted it.</param>
/// <param name="Maker">The user who made it, with their present roles and organisation.</param>
/// <param name="MakerIsDisabled">Whether the maker has been disabled since.</param>
sealed record InvitationStore(
    Invitation Invitation, long? ProviderId, long? ClientId, string? AcceptedBy, Caller Maker, bool MakerIsDisabled)
{
    public InvitedAs As => Invitation.As;

    /// <summary>The invitation with a code, in any state; null if there is none.</summary>
    public static ValueTask<InvitationStore?> FindByCode(Session session, string code) =>
        session.One(FindByHash, Read, ("hash", SecretBytes.Hash(code)));

    /// <summary>The invitations to a person that can still be accepted, oldest first.</summary>
    public static ValueTask<List<Invitation>> Find(Session session, Person person, Instant now) =>
        session.All(FindLive, Invitation.Read, person.With(("now", now)));

    /// <summary>Stores a new invitation and deletes the expired ones; the caller holds the person's row.</summary>
    public static async Task<Invitation> Insert(
        Session session, Call call, Person person, InvitedAs bound, string code)
    {
        await session.Enqueue(DeleteExpired, person.With(("now", call.Now)));
        return (await session.One(InsertRow, Invitation.Read, person.With(
            ("hash", SecretBytes.Hash(code)), ("as", bound), ("now", call.Now), ("by", call.Caller.UserId),
            ("expires", call.Now + Invitation.Life))))!;
    }

    /// <summary>
    /// Marks an invitation as accepted by the caller, who holds the person's row, and deletes earlier ones.
    /// </summary>
    public async Task Accept(Session session, Call call, Person person)
    {
        if (await session.Run(Mark, ("id", Invitation.Id), ("now", call.Now), ("by", call.Caller.UserId)) != 1)
            throw new InvalidOperationException("The invitation changed under its person's lock.");
        await session.Enqueue(DeleteAccepted, person.With(("id", Invitation.Id)));
    }

    /// <summary>Revokes an invitation; null if there is none that can be accepted.</summary>
    public static ValueTask<Invitation?> Delete(Session session, Person person, long id, Instant now) =>
        session.One(DeleteOne, Invitation.Read, person.With(("id", id), ("now", now)));

    static InvitationStore Read(Row row) => new(
        Invitation.Read(row), row.LongOrNull("provider_id"), row.LongOrNull("client_id"),
        row.TextOrNull("accepted_by"),
        new Caller(row.Text("created_by"), (Roles)row.Int("roles"), row.LongOrNull("organisation_id")),
        row.AtOrNull("disabled_at") is not null);

    const string OfPerson = "(provider_id = @provider OR client_id = @client)";

    const string Columns = "id, bound_as, created_at, created_by, expires_at";

    static readonly Sql FindByHash = new("""
        SELECT i.id, i.bound_as, i.created_at, i.created_by, i.expires_at, i.provider_id, i.client_id, i.accepted_by,
               u.roles, u.organisation_id, u.disabled_at
        FROM invitations i
        JOIN public_users u ON u.id = i.created_by
        WHERE i.code_hash = @hash
        """);

    static readonly Sql FindLive = new($"""
        SELECT {Columns}
        FROM invitations
        WHERE {OfPerson} AND accepted_at IS NULL AND expires_at > @now
        ORDER BY id
        """);

    static readonly Sql InsertRow = new($"""
        INSERT INTO invitations (code_hash, provider_id, client_id, bound_as, created_at, created_by, expires_at)
        VALUES (@hash, @provider, @client, @as, @now, @by, @expires)
        RETURNING {Columns}
        """);

    static readonly Sql Mark = new("""
        UPDATE invitations
        SET accepted_at = @now, accepted_by = @by
        WHERE id = @id AND accepted_at IS NULL
        """);

    static readonly Sql DeleteOne = new($"""
        DELETE FROM invitations
        WHERE id = @id AND {OfPerson} AND accepted_at IS NULL AND expires_at > @now
        RETURNING {Columns}
        """);

    static readonly Sql DeleteExpired = new($"DELETE FROM invitations WHERE {OfPerson} AND expires_at <= @now");

    static readonly Sql DeleteAccepted = new(
        $"DELETE FROM invitations WHERE {OfPerson} AND accepted_at IS NOT NULL AND id <> @id");
}
