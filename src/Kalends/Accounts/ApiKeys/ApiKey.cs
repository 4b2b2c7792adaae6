using System.Text.Json.Serialization;
using Kalends.Events.Public;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ApiKeys;

/// <summary>An API key, with which a program acts as a user or as a service account, within scopes.</summary>
/// <param name="Id">The id of the key.</param>
/// <param name="UserId">The UUID of the user or service account as whom it acts.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Prefix">The beginning of the present secret, by which people recognise it.</param>
/// <param name="Scopes">What it may do, of what its user may: <c>scheduling:read</c>.</param>
/// <param name="CreatedAt">The time when it was made.</param>
/// <param name="CreatedBy">The user who made it.</param>
/// <param name="RotatedAt">The time when its present secret was made, if that is not the first one.</param>
/// <param name="ExpiresAt">The time from which it is no longer valid; null if that is never.</param>
/// <param name="RevokedAt">The time when it was revoked; null if it was not.</param>
/// <param name="LastUsedAt">The time of its last use, to the minute; null if it was never used.</param>
sealed record ApiKey(
    long Id, string UserId, string Name, string Prefix, IReadOnlyList<string> Scopes, Instant CreatedAt,
    string CreatedBy, Instant? RotatedAt, Instant? ExpiresAt, Instant? RevokedAt, Instant? LastUsedAt)
{
    public const int NameMax = 100;

    /// <summary>The largest number of valid keys that a user has at the same time.</summary>
    public const int ValidMax = 50;

    /// <summary>The longest time after which a key expires.</summary>
    public static readonly TimeSpan LifeMax = TimeSpan.FromDays(5 * 366);

    /// <summary>The organisation of its service account, whose managers keep it.</summary>
    [JsonIgnore]
    public long? OrganisationId { get; init; }

    public bool IsOver(Instant now) => RevokedAt is not null || ExpiresAt <= now;

    /// <summary>The event about this key, without its name and its secret.</summary>
    public DomainEvent Event(string verb) => new(
        "accounts", $"api_key.{verb}", $"api_key/{Id}", new Facts(Id, UserId, Prefix, Scopes, ExpiresAt, RevokedAt))
    {
        OrganisationId = OrganisationId,
        OwnerUserId = UserId,
    };

    sealed record Facts(
        long Id, string UserId, string Prefix, IReadOnlyList<string> Scopes, Instant? ExpiresAt, Instant? RevokedAt);

    /// <summary>The columns that <see cref="Read"/> reads of <see cref="Rows"/>.</summary>
    public const string Columns = """
        k.id, k.user_id, k.name, k.scopes, k.created_at, k.created_by, k.expires_at, k.revoked_at, k.last_used_at,
        s.prefix, s.made_at, u.organisation_id,
        CASE WHEN u.password_hash IS NULL THEN 1 ELSE 0 END AS is_service
        """;

    public const string Rows = """
        api_keys k
        JOIN api_key_secrets s ON s.key_id = k.id AND s.good_until IS NULL
        JOIN users u ON u.id = k.user_id
        """;

    public static ApiKey Read(Row row)
    {
        var (createdAt, madeAt) = (row.At("created_at"), row.At("made_at"));
        return new ApiKey(
            row.Long("id"), row.Text("user_id"), row.Text("name"), row.Text("prefix"),
            row.Text("scopes").Split(' '), createdAt, row.Text("created_by"),
            madeAt == createdAt ? null : madeAt, row.AtOrNull("expires_at"),
            row.AtOrNull("revoked_at"), row.AtOrNull("last_used_at"))
        {
            OrganisationId = row.Long("is_service") == 1 ? row.LongOrNull("organisation_id") : null,
        };
    }
}

/// <summary>An API key with its secret.</summary>
/// <param name="ApiKey">The key.</param>
/// <param name="Secret">The whole secret, for the header <c>Authorization: Bearer …</c>; shown only this once.</param>
sealed record NewApiKey(ApiKey ApiKey, [Platform.Calls.Secret] string Secret);
