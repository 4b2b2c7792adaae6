using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>The fields of a client that a caller sets.</summary>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name.</param>
/// <param name="TimeZone">The IANA name of the time zone; UTC by default.</param>
/// <param name="UserId">The user who is this client; only admins name other users, everybody else invites them.</param>
/// <param name="OwnerUserId">The user who may act for the client; at first the caller, and others are invited.</param>
/// <param name="OrganisationId">
/// The organisation whose managers may act for the client; by default a manager's own. A client joins or leaves an
/// organisation only with the consent of one of its managers.
/// </param>
sealed record ClientInput(
    [Text(1, 100)] string FirstName,
    [Text(0, 100)] string LastName = "",
    [Text(1, 64)] string TimeZone = "UTC",
    [Text(1, 64)] string? UserId = null,
    [Text(1, 64)] string? OwnerUserId = null,
    [Id] long? OrganisationId = null)
{
    /// <summary>The client as the caller may enter them, not stored yet.</summary>
    public Client Enter(Call call)
    {
        Zone.Check(TimeZone);
        var ownership = new Ownership(
            UserId, OwnerUserId ?? call.Caller.UserId, OrganisationId ?? call.Scope.OrganisationId);
        ownership.RefuseUnlessAgreed(known: null, Signatory.Of(call));
        return new Client(
            0, FirstName, LastName, TimeZone, ownership.UserId, ownership.OwnerUserId, ownership.OrganisationId,
            call.Now, call.Now, Version: 1);
    }

    /// <summary>A known client as the caller may rewrite them, not stored yet; what is left out is taken off.</summary>
    public Client Rewrite(Client known, Call call)
    {
        Zone.Check(TimeZone);
        var ownership = new Ownership(
            UserId, OwnerUserId ?? throw Refused.Invalid(
                "/owner_user_id", FaultCode.Required, "A client has an owner."),
            OrganisationId);
        ownership.RefuseUnlessAgreed(known.OwnershipOf(), Signatory.Of(call));
        return known with
        {
            FirstName = FirstName,
            LastName = LastName,
            TimeZone = TimeZone,
            UserId = ownership.UserId,
            OwnerUserId = ownership.OwnerUserId,
            OrganisationId = ownership.OrganisationId,
            UpdatedAt = call.Now,
            Version = known.Version + 1,
        };
    }

    /// <summary>All that is said of a known client.</summary>
    public static ClientInput Of(Client known) => new(
        known.FirstName, known.LastName, known.TimeZone, known.UserId, known.OwnerUserId, known.OrganisationId);
}

/// <summary>What is changed of a client.</summary>
/// <param name="Id">Whom.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name.</param>
/// <param name="TimeZone">An IANA name.</param>
/// <param name="UserId">The user who is this client; left out, it stays.</param>
/// <param name="OwnerUserId">The user who may act for them; left out, it stays.</param>
/// <param name="OrganisationId">The organisation whose managers may act for them; left out, it stays.</param>
/// <param name="IfMatch">The ETag of what the change was decided on: another version refuses it.</param>
sealed record ChangedClient(
    [Id] long Id,
    [Text(1, 100)] string FirstName,
    [Text(0, 100)] string LastName,
    [Text(1, 64)] string TimeZone,
    [Text(1, 64)] string? UserId = null,
    [Text(1, 64)] string? OwnerUserId = null,
    [Id] long? OrganisationId = null,
    [Header("If-Match")][Text(0, EntityTag.ListMax)] string? IfMatch = null)
{
    /// <summary>The client as the caller may change them, not stored yet.</summary>
    public Client Change(Client known, Call call) => new ClientInput(
        FirstName, LastName, TimeZone, UserId ?? known.UserId, OwnerUserId ?? known.OwnerUserId,
        OrganisationId ?? known.OrganisationId).Rewrite(known, call);
}
