using Kalends.Accounts;
using Kalends.Platform.Calls;

namespace Kalends.Originals.Appointments;

/// <summary>Signing in and refreshing as the original appointment service had them.</summary>
/// <remarks>
/// Its clients may declare their variables nullable, so what is missing is ours to say. They keep their refresh token,
/// so it stays good; it is of no use where tokens rotate.
/// </remarks>
sealed class OriginalAccounts(IssueToken issue, RefreshToken refresh)
{
    /// <param name="Username">The user's name; case does not matter.</param>
    /// <param name="Password">The user's password.</param>
    public sealed record Auth([Text(1, 200)] string? Username, [Text(1, 200, Secret = true)] string? Password);

    /// <param name="RefreshToken">As it was issued.</param>
    public sealed record Refresh([Text(1, 4096)] string? RefreshToken);

    /// <summary>Signs a user in with name and password.</summary>
    public Task<TokenPair> SignIn(Auth input, Call call)
    {
        var errors = new ValidationErrors();
        var (username, password) = (
            Required(input.Username, "username", errors), Required(input.Password, "password", errors));
        errors.ThrowIfAny();
        return issue.SignIn(new(username, password), call, rotates: false);
    }

    /// <summary>Gives a new access token for a refresh token, which stays good.</summary>
    public Task<AccessToken> Renew(Refresh input, Call call)
    {
        var errors = new ValidationErrors();
        var token = Required(input.RefreshToken, "refreshToken", errors);
        errors.ThrowIfAny();
        return refresh.RunOriginal(token, call);
    }

    static string Required(string? given, string name, ValidationErrors errors)
    {
        if (given is null)
            errors.AddParameter(name, "required", $"{name} is required.");
        return given ?? "";
    }
}
