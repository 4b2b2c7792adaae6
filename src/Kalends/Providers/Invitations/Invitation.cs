using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Providers.Invitations;

/// <summary>What whoever accepts an invitation becomes for the provider or the client.</summary>
enum InvitedAs
{
    /// <summary>The user who is it.</summary>
    User,

    /// <summary>The user who may act for it.</summary>
    Owner,

    /// <summary>Both.</summary>
    UserAndOwner,

    /// <summary>A manager, who takes it into the organisation that they manage.</summary>
    Organisation,
}

/// <summary>An offer to be bound to a provider or a client: good for whoever has its code, once.</summary>
/// <param name="Id">Names it.</param>
/// <param name="As">What whoever accepts it becomes.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The user who made it.</param>
/// <param name="ExpiresAt">Until when it can be accepted.</param>
sealed record Invitation(long Id, InvitedAs As, Instant CreatedAt, string CreatedBy, Instant ExpiresAt)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>Those that a provider or a client has at the same time.</summary>
    public const int LiveMax = 10;

    /// <summary>A code that nobody guesses: 128 bits.</summary>
    public static string NewCode() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>What is kept of a code: enough to know it again, useless to a thief.</summary>
    public static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));

    /// <summary>What an ownership becomes where somebody accepts; null where they cannot, whoever agrees.</summary>
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
