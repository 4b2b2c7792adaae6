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
    /// <summary>The client as the caller may create it, not stored yet.</summary>
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

    /// <summary>
    /// A known client as the caller may replace it, not stored yet; fields that are left out are removed.
    /// </summary>
    public Client Rewrite(Client known, Call call)
    {
        Zone.Check(TimeZone);
        var ownership = new Ownership(
            UserId, OwnerUserId ?? throw Refused.Invalid(
                "/owner_user_id", FaultCode.Required, "A client must have an owner."),
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

    /// <summary>The present fields of a known client.</summary>
    public static ClientInput Of(Client known) => new(
        known.FirstName, known.LastName, known.TimeZone, known.UserId, known.OwnerUserId, known.OrganisationId);
}

/// <summary>The changes to a client.</summary>
/// <param name="Id">The id of the client.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name.</param>
/// <param name="TimeZone">The IANA name of the time zone.</param>
/// <param name="UserId">The user who is this client; unchanged if left out.</param>
/// <param name="OwnerUserId">The user who may act for the client; unchanged if left out.</param>
/// <param name="OrganisationId">The organisation whose managers may act for the client; unchanged if left out.</param>
/// <param name="IfMatch">
/// The ETag that the change is based on; the change is refused if the client has another version.
/// </param>
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
    /// <summary>The client as the caller may change it, not stored yet.</summary>
    public Client Change(Client known, Call call) => new ClientInput(
        FirstName, LastName, TimeZone, UserId ?? known.UserId, OwnerUserId ?? known.OwnerUserId,
        OrganisationId ?? known.OrganisationId).Rewrite(known, call);
}
