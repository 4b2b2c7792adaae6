using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Clients;
using Kalends.Providers.Public;

namespace Kalends.Providers.Invitations;

/// <summary>The subject of an invitation: a provider or a client.</summary>
abstract record Person(long? ProviderId, long? ClientId, Ownership Ownership)
{
    /// <summary>The line of the access table for callers who keep such a person.</summary>
    public abstract Access Access { get; }

    /// <summary>Whether a caller may change a person of this ownership, and so invite others to them.</summary>
    public abstract bool IsKeptBy(RowScope scope, Ownership ownership);

    /// <summary>Replaces the known ownership by another one and appends the event.</summary>
    public abstract Task Bind(Session session, Call call, Ownership ownership);

    /// <summary>The fields of an event about an invitation, for the present keepers of the person.</summary>
    public DomainEvent Event(string verb, Invitation invitation) => new(
        "providers", $"invitation.{verb}", $"invitation/{invitation.Id}", new Facts(
            invitation.Id, invitation.As, invitation.CreatedAt, invitation.CreatedBy, invitation.ExpiresAt))
    {
        ProviderId = ProviderId,
        OrganisationId = Ownership.OrganisationId,
        OwnerUserId = Ownership.OwnerUserId,
    };

    sealed record Facts(long Id, InvitedAs As, Instant CreatedAt, string CreatedBy, Instant ExpiresAt);

    /// <summary>The parameters of statements over the invitations to a person.</summary>
    public (string, object?)[] With(params (string, object?)[] values) =>
        [("provider", ProviderId), ("client", ClientId), .. values];

    /// <summary>A provider to whom the caller may invite others, or a refusal that there is no such provider.</summary>
    public static async Task<Person> FindProvider(Session session, Call call, long id) =>
        await ProfileStore.Look(session, id) is { } known && call.Scope.CoversProvider(known.OwnershipOf())
            ? new InvitedProvider(known)
            : throw ProvidersErrors.NoSuchProvider.Refused();

    /// <summary>A client to whom the caller may invite others, or a refusal that there is no such client.</summary>
    public static async Task<Person> FindClient(Session session, Call call, long id) =>
        await ClientStore.Look(session, id) is { } known && call.Scope.CoversClient(known.OwnershipOf())
            ? new InvitedClient(known)
            : throw ProvidersErrors.NoSuchClient.Refused();

    /// <summary>The same provider, locked until the end of the transaction.</summary>
    public static async Task<Person> HoldProvider(Session session, Call call, long id) =>
        new InvitedProvider(await ProfileStore.FindToChange(session, call, id, ifMatch: null));

    /// <summary>The same client, locked until the end of the transaction.</summary>
    public static async Task<Person> HoldClient(Session session, Call call, long id) =>
        new InvitedClient(await ClientStore.FindToChange(session, call, id, ifMatch: null));

    /// <summary>
    /// The person of an invitation, locked for the user who accepts it; null if the person no longer exists.
    /// </summary>
    public static async Task<Person?> Hold(Session session, Call call, InvitationStore offer)
    {
        if (offer.ProviderId is { } provider)
            return await ProfileStore.Hold(
                session, call, provider, withCalendar: offer.As == InvitedAs.Organisation) is { } profile
                    ? new InvitedProvider(profile)
                    : null;
        return await ClientStore.Hold(session, offer.ClientId!.Value) is { } client ? new InvitedClient(client) : null;
    }
}

sealed record InvitedProvider(Profile Profile) : Person(Profile.Id, null, Profile.OwnershipOf())
{
    public override Access Access => ProvidersAccess.EnterOrChangeProviders;

    public override bool IsKeptBy(RowScope scope, Ownership ownership) => scope.CoversProvider(ownership);

    public override Task Bind(Session session, Call call, Ownership ownership) => ProfileStore.Change(
        session, call, Profile, Profile with
        {
            UserId = ownership.UserId,
            OwnerUserId = ownership.OwnerUserId,
            OrganisationId = ownership.OrganisationId,
            UpdatedAt = call.Now,
            Version = Profile.Version + 1,
        }, "updated");
}

sealed record InvitedClient(Client Client) : Person(null, Client.Id, Client.OwnershipOf())
{
    public override Access Access => ProvidersAccess.KeepClients;

    public override bool IsKeptBy(RowScope scope, Ownership ownership) => scope.CoversClient(ownership);

    public override Task Bind(Session session, Call call, Ownership ownership) => ClientStore.Change(
        session, call, Client, Client with
        {
            UserId = ownership.UserId,
            OwnerUserId = ownership.OwnerUserId,
            OrganisationId = ownership.OrganisationId,
            UpdatedAt = call.Now,
            Version = Client.Version + 1,
        });
}
