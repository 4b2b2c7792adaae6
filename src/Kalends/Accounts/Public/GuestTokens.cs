namespace Kalends.Accounts.Public;

/// <summary>Issues tokens to guests, who have proved an e-mail address and have no user.</summary>
/// <param name="Issue">Issues a token with which a guest acts for a client.</param>
sealed record GuestTokens(Func<long, Instant, Task<GuestToken>> Issue);

/// <param name="Text">The token.</param>
/// <param name="ExpiresIn">The seconds for which it is valid.</param>
sealed record GuestToken(string Text, int ExpiresIn);
