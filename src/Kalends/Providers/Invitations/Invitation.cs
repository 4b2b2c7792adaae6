using Kalends.Platform.Storage;

namespace Kalends.Providers.Invitations;

/// <summary>The role that an invitation offers for a provider or a client.</summary>
enum InvitedAs
{
    /// <summary>The user who is the provider or client.</summary>
    User,

    /// <summary>The user who may act for the provider or client.</summary>
    Owner,

    /// <summary>Both of these.</summary>
    UserAndOwner,

    /// <summary>A manager, who takes the provider or client into the organisation that they manage.</summary>
    Organisation,
}

/// <summary>An offer to be bound to a provider or a client; one user with its code can accept it, once.</summary>
/// <param name="Id">The id of the invitation.</param>
/// <param name="As">The role that it offers.</param>
/// <param name="CreatedAt">The time when it was made.</param>
/// <param name="CreatedBy">The user who made it.</param>
/// <param name="ExpiresAt">The time until which it can be accepted.</param>
sealed record Invitation(long Id, InvitedAs As, Instant CreatedAt, string CreatedBy, Instant ExpiresAt)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>The largest number of invitations that a provider or a client has at the same time.</summary>
    public const int LiveMax = 10;

    /// <summary>The number of secret bytes of a code.</summary>
    public const int CodeBytes = 16;

    /// <summary>The ownership after a user accepts; null if they cannot accept, whoever agrees.</summary>
    public static Ownership? Bind(Ownership known, InvitedAs bound, Signatory acceptor) => bound switch
    {
        InvitedAs.User => known with { UserId = acceptor.UserId },
        InvitedAs.Owner => known with { OwnerUserId = acceptor.UserId },
        InvitedAs.UserAndOwner => known with { UserId = acceptor.UserId, OwnerUserId = acceptor.UserId },
        InvitedAs.Organisation =>
            acceptor.OrganisationId is { } organisation ? known with { OrganisationId = organisation } : null,
    };

    public static Invitation Read(Row row) => new(
        row.Long("id"), row.Word<InvitedAs>("bound_as"), row.At("created_at"), row.Text("created_by"),
        row.At("expires_at"));
}
