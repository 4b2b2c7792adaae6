using Kalends.Accounts.Public;
using Kalends.Messages.Contacts;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Guests;

/// <summary>
/// Issues a token to a guest by the code that was sent to their e-mail address. With it they book with providers who
/// are open to all, and read, move and cancel what they have booked by this address.
/// </summary>
static class IssueGuestToken
{
    /// <param name="Email">The e-mail address.</param>
    /// <param name="Code">The code; blanks and hyphens in it do not count.</param>
    public sealed record Input(
        [Text(1, EmailAddress.Max, Secret = true)] string Email, [Text(1, GuestCode.Max, Secret = true)] string Code);

    /// <summary>The token of a guest.</summary>
    /// <param name="AccessToken">The token, for the header <c>Authorization: Bearer …</c>.</param>
    /// <param name="TokenType">Always <c>Bearer</c>.</param>
    /// <param name="ExpiresIn">Seconds for which the token is valid.</param>
    /// <param name="ClientId">The client who the guest is.</param>
    public sealed record GuestSignIn([Secret] string AccessToken, string TokenType, int ExpiresIn, long ClientId);

    public static async Task<Answer<GuestSignIn>> Run(Input input, Call call)
    {
        var clientId = await Prove(input, call);
        var token = await call.Hooks<GuestTokens>().Single().Issue(clientId, call.Now);
        return new GuestSignIn(token.Text, "Bearer", token.ExpiresIn, clientId);
    }

    /// <summary>The client of a guest who types the code that was sent to them.</summary>
    public static async Task<long> Prove(Input input, Call call)
    {
        if (EmailAddress.Parse(input.Email.Trim()) is not { } email)
            throw MessagesErrors.GuestCodeInvalid.Refused();
        // An attempt counts even if the process ends before it is judged: nobody guesses more often.
        var (tried, _) = await call.Write(async session => await session.All(
            CountAttempt, row => row.Long("id"), ("key", EmailAddress.KeyOf(email)), ("now", call.Now)));
        return (await call.Write(async session =>
            await GuestCode.Match(session, call, tried, input.Code) is { } id
            && await GuestRequest.Use(session, id, call.Now) is { } request
                ? await Guest.Enter(session, call, request)
                : throw MessagesErrors.GuestCodeInvalid.Refused())).Value;
    }

    static readonly Sql CountAttempt = new($"""
        UPDATE guest_requests
        SET attempts = attempts + 1
        WHERE email_key = @key AND {GuestRequest.IsGood} AND attempts < {GuestCode.AttemptsMax}
        RETURNING id
        """);
}
