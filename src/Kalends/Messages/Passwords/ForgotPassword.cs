using Kalends.Messages.Contacts;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Passwords;

/// <summary>
/// Asks for a link to a new password. It is sent if a user has verified this e-mail address; the answer is the same in
/// any case, and an address gets at most three an hour.
/// </summary>
/// <remarks>Known and unknown addresses are treated alike here; a background job looks them up.</remarks>
static class ForgotPassword
{
    const int PerHourMax = 3;
    const int WaitingMax = 1000;

    static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    /// <param name="Email">The e-mail address.</param>
    public sealed record Input([Text(1, EmailAddress.Max, Secret = true)] string Email);

    public static async Task<Answer<Nothing>> Run(Input input, Call call)
    {
        if (!call.Settings<MessagesSettings>().SendsMail || EmailAddress.Parse(input.Email.Trim()) is not { } email)
            return Nothing.Value;
        var (key, hash) = (EmailAddress.KeyOf(email), SecretBytes.Hash(EmailAddress.KeyOf(email)));
        return await call.Write(async session =>
        {
            if (await session.Number(CountWaiting, ("most", WaitingMax)) >= WaitingMax)
                throw MessagesErrors.TooManyRequests.Refused();
            if (await session.Number(CountOf, ("hash", hash), ("since", call.Now - AnHour)) < PerHourMax)
                await session.Enqueue(Insert, ("address", key), ("hash", hash), ("now", call.Now));
            return Nothing.Value;
        });
    }

    static readonly Sql CountWaiting = new("""
        SELECT COUNT(*) AS n
        FROM (SELECT 1 AS one FROM password_requests WHERE address IS NOT NULL LIMIT @most) AS waiting
        """);

    static readonly Sql CountOf = new("""
        SELECT COUNT(*) AS n FROM password_requests WHERE address_hash = @hash AND created_at > @since
        """);

    static readonly Sql Insert = new("""
        INSERT INTO password_requests (address, address_hash, created_at) VALUES (@address, @hash, @now)
        """);
}
