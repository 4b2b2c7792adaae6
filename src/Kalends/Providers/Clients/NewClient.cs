using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers.Clients;

/// <summary>What is said of a client who enters the directory.</summary>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name.</param>
/// <param name="TimeZone">An IANA name; UTC where it is left out.</param>
/// <param name="UserId">The user who is this client; admins and managers may name others than themselves.</param>
/// <param name="OwnerUserId">The user who may act for them; the caller where it is left out.</param>
/// <param name="OrganisationId">
/// The organisation whose managers may act for them; a manager's own where it is left out.
/// </param>
sealed record NewClient(
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
        var faults = new Faults();
        Zone.Check(faults, TimeZone);
        faults.ThrowIfAny();
        var tie = new Tie(UserId, OwnerUserId ?? call.Caller.UserId, OrganisationId ?? call.Reach.OrganisationId);
        tie.RefuseUnlessAllowed(call);
        return new Client(
            0, FirstName, LastName, TimeZone, tie.UserId, tie.OwnerUserId, tie.OrganisationId, call.Now, call.Now);
    }
}

/// <summary>What is changed of a client.</summary>
/// <param name="Id">Whom.</param>
/// <param name="FirstName">The first name, or the only one.</param>
/// <param name="LastName">The last name.</param>
/// <param name="TimeZone">An IANA name.</param>
/// <param name="UserId">The user who is this client; left out, it stays.</param>
/// <param name="OwnerUserId">The user who may act for them; left out, it stays.</param>
/// <param name="OrganisationId">The organisation whose managers may act for them; left out, it stays.</param>
sealed record ChangedClient(
    [Id] long Id,
    [Text(1, 100)] string FirstName,
    [Text(0, 100)] string LastName,
    [Text(1, 64)] string TimeZone,
    [Text(1, 64)] string? UserId = null,
    [Text(1, 64)] string? OwnerUserId = null,
    [Id] long? OrganisationId = null)
{
    /// <summary>The client as the caller may change them, not stored yet.</summary>
    public Client Change(Client known, Call call)
    {
        var faults = new Faults();
        Zone.Check(faults, TimeZone);
        faults.ThrowIfAny();
        var changed = known with
        {
            FirstName = FirstName,
            LastName = LastName,
            TimeZone = TimeZone,
            UserId = UserId ?? known.UserId,
            OwnerUserId = OwnerUserId ?? known.OwnerUserId,
            OrganisationId = OrganisationId ?? known.OrganisationId,
            UpdatedAt = call.Now,
        };
        if (changed.TieOf() != known.TieOf())
            changed.TieOf().RefuseUnlessAllowed(call);
        return changed;
    }
}
