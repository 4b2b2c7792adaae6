using Kalends.Accounts;
using Kalends.Accounts.SigningIn;
using Kalends.Platform.Calls;

namespace Kalends.Originals.Appointments;

/// <summary>The sign-in and refresh mutations of the original appointment service.</summary>
/// <remarks>
/// Its clients may declare their variables nullable, so missing values are refused here. They keep their refresh token,
/// which therefore stays valid; it is not accepted where tokens rotate.
/// </remarks>
sealed class OriginalAccounts(IssueToken issue, RefreshToken refresh)
{
    /// <param name="Username">The user's name; case does not matter.</param>
    /// <param name="Password">The user's password.</param>
    public sealed record Auth([Text(1, 200)] string? Username, [Text(1, 200, Secret = true)] string? Password);

    /// <param name="RefreshToken">The refresh token as it was issued.</param>
    public sealed record Refresh([Text(1, 4096)] string? RefreshToken);

    /// <summary>Signs a user in with name and password.</summary>
    public async Task<Answer<TokenPair>> SignIn(Auth input, Call call)
    {
        var errors = new ValidationErrors();
        errors.Require("username", input.Username);
        errors.Require("password", input.Password);
        errors.ThrowIfAny();
        return await issue.SignIn(new(input.Username!, input.Password!), call, rotates: false);
    }

    /// <summary>Issues a new access token for a refresh token, which stays valid.</summary>
    public async Task<Answer<AccessToken>> Renew(Refresh input, Call call)
    {
        var errors = new ValidationErrors();
        errors.Require("refreshToken", input.RefreshToken);
        errors.ThrowIfAny();
        return await refresh.RunOriginal(input.RefreshToken!, call);
    }
}
