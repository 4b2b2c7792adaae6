using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>Gives a new access token for a refresh token, which stays good.</summary>
sealed class RefreshToken(Tokens tokens)
{
    /// <param name="RefreshToken">As it was issued.</param>
    public sealed record Input([Text(1, 4096)] string RefreshToken);

    public async Task<AccessToken> Run(Input input, Call call)
    {
        tokens.CheckRefresh(input.RefreshToken, call.Now);
        var user = await call.Read(async session =>
            await session.One(FindUser, User.Read, ("hash", Tokens.Hash(input.RefreshToken))))
            ?? throw new Refused(Reason.Unauthenticated, "token_revoked", "This refresh token is no longer good.");

        return new AccessToken(tokens.Access(user, call.Now), "Bearer", (int)tokens.AccessLife.TotalSeconds);
    }

    static readonly Sql FindUser = new($"""
        SELECT {User.Columns}
        FROM users
        WHERE id = (SELECT t.user_id FROM refresh_tokens t WHERE t.hash = @hash AND t.revoked_at IS NULL)
        """);
}

/// <summary>A new access token.</summary>
/// <param name="Token">Goes into <c>Authorization: Bearer …</c>.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds the access token lives.</param>
sealed record AccessToken(
    [Secret][property: System.Text.Json.Serialization.JsonPropertyName("access_token")] string Token,
    string TokenType,
    int ExpiresIn);
