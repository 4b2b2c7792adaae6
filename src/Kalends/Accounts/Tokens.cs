using Kalends.Accounts.Public;
using Kalends.Platform.Calls;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Kalends.Accounts;

/// <summary>Creates access and refresh tokens, and reads them.</summary>
sealed class Tokens(StrictTokenHandler handler, AccountsSettings settings)
{
    public TimeSpan AccessLife => TimeSpan.FromMinutes(settings.AccessMinutes);

    TimeSpan GuestLife => TimeSpan.FromMinutes(settings.GuestMinutes);

    public Task<string> Access(User user, Instant now) => handler.Sign(
        Claims(user.Id, TokenType.Access, now, now + AccessLife) with
        {
            Roles = (int)user.Roles,
            OrganisationId = user.OrganisationId,
            Version = user.TokenVersion,
        });

    /// <summary>An access token of a guest, who acts for one client.</summary>
    public async Task<GuestToken> Guest(long clientId, Instant now) => new(
        await handler.Sign(
            Claims(Platform.Calls.Caller.Guest(clientId).UserId, TokenType.Access, now, now + GuestLife) with
            {
                ClientId = clientId,
            }),
        (int)GuestLife.TotalSeconds);

    /// <summary>Creates a family of refresh tokens.</summary>
    /// <param name="now">The time of the sign-in.</param>
    /// <param name="rotates">
    /// Whether each token is valid only once; otherwise there is a single one, which stays valid.
    /// </param>
    public RefreshFamily NewFamily(Instant now, bool rotates) => new(
        Convert.ToHexStringLower(SecretBytes.New(32)), rotates ? 1 : 0,
        now + TimeSpan.FromDays(settings.RefreshDays));

    /// <summary>The currently valid token of a family.</summary>
    public Task<string> Refresh(string userId, RefreshFamily family, Instant now) => handler.Sign(
        Claims(userId, TokenType.Refresh, now, family.ExpiresAt) with
        {
            Family = family.Secret,
            Number = family.Number,
        });

    /// <summary>The tokens of a user who has just signed in or refreshed.</summary>
    public async Task<TokenPair> Pair(User user, RefreshFamily family, Instant now) => new(
        await Access(user, now), await Refresh(user.Id, family, now), "Bearer", (int)AccessLife.TotalSeconds);

    /// <summary>The caller of a verified token; refused if the token gives no access.</summary>
    public Caller Caller(JsonWebToken verified)
    {
        var claims = Read(verified, TokenType.Access);
        // A token is never accepted for longer than the configured lifetime, because ended sign-ins are forgotten after
        // that.
        var life = claims.ClientId is null ? AccessLife : GuestLife;
        var until = Math.Min(claims.ExpiresAt, claims.IssuedAt + (long)life.TotalSeconds);
        if (handler.IsOver(Instant.FromUnixTimeSeconds(until).ToDateTimeUtc()))
            throw Refusal(new SecurityTokenExpiredException());
        if (claims.ClientId is { } client)
            return Platform.Calls.Caller.Guest(client) with { Until = Instant.FromUnixTimeSeconds(until) };
        return new Caller(claims.Subject, (Roles)claims.Roles, claims.OrganisationId)
        {
            TokenVersion = claims.Version,
            Until = Instant.FromUnixTimeSeconds(until),
        };
    }

    /// <summary>
    /// Refuses a token that is not a refresh token of ours, before the database is asked for its state.
    /// </summary>
    public async Task<(string UserId, RefreshFamily Family)> ReadRefresh(string token)
    {
        var verified = await handler.ValidateTokenAsync(token, handler.Rules);
        if (!verified.IsValid)
            throw Refusal(verified.Exception);
        var claims = Read((JsonWebToken)verified.SecurityToken, TokenType.Refresh);
        return (claims.Subject,
            new RefreshFamily(claims.Family ?? "", claims.Number, Instant.FromUnixTimeSeconds(claims.ExpiresAt)));
    }

    /// <summary>
    /// The refusal of a token that was not verified, as callers see it; failures on our side are passed through.
    /// </summary>
    public static Exception Refusal(Exception why) => why switch
    {
        SecurityTokenExpiredException => AccountsErrors.TokenExpired.Refused(),
        SecurityTokenNotYetValidException => AccountsErrors.TokenNotYetValid.Refused(),
        SecurityTokenException or SecurityTokenMalformedException =>
            AccountsErrors.TokenInvalid.Refused(),
        _ => why,
    };

    /// <summary>The claims of a verified token; refused if it has another type.</summary>
    public static Claims Read(JsonWebToken verified, TokenType type)
    {
        var claims = Accounts.Claims.Read(verified) ?? throw AccountsErrors.TokenInvalid.Refused();
        return claims.Type == Accounts.Claims.Words(type)
            ? claims
            : throw (type == TokenType.Access ? AccountsErrors.NoAccessToken : AccountsErrors.NoRefreshToken).Refused();
    }

    static Claims Claims(string userId, TokenType type, Instant now, Instant expiresAt) => new(
        userId, Accounts.Claims.Words(type), TimedId.New(now),
        now.ToUnixTimeSeconds(), now.ToUnixTimeSeconds(), expiresAt.ToUnixTimeSeconds());
}

/// <summary>The refresh tokens of one sign-in, of which one is valid at a time.</summary>
/// <param name="Secret">The secret that all of them contain; the database stores its hash.</param>
/// <param name="Number">The number of the token; 0 for a single one that stays valid.</param>
/// <param name="ExpiresAt">The end of the sign-in, however often it is refreshed.</param>
sealed record RefreshFamily(string Secret, long Number, Instant ExpiresAt)
{
    /// <summary>The hash that is stored.</summary>
    public string Hash => SecretBytes.Hash(Secret);

    public bool Rotates => Number > 0;

    public RefreshFamily Next() => this with { Number = Number + 1 };
}

/// <summary>The tokens of a signed-in user.</summary>
/// <param name="AccessToken">The token for the header <c>Authorization: Bearer …</c>.</param>
/// <param name="RefreshToken">The token that gets the next pair, once.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds for which the access token is valid.</param>
sealed record TokenPair([Secret] string AccessToken, [Secret] string RefreshToken, string TokenType, int ExpiresIn);
