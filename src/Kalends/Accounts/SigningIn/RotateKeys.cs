using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.SigningIn;

/// <summary>Creates a new key that signs tokens; this is a command for operators, not a route.</summary>
static class RotateKeys
{
    /// <param name="dropsOthers">
    /// Whether the earlier keys are dropped at once, and all sign-ins with them; otherwise they verify the tokens that
    /// they have signed until these expire.
    /// </param>
    /// <param name="call">The operator's call.</param>
    public static Task Run(bool dropsOthers, Call call) => call.Write(async session =>
    {
        // If two operators rotate at once, one of them creates the key for both.
        await session.Run(Add, ("value", SigningKeys.MakeUp()), ("now", call.Now));
        if (dropsOthers)
            await session.Run(DropOthers);
        var number = await session.Number(FindNewest);
        await EventLog.Append(session, call, new(
            "accounts", dropsOthers ? "signing_key.replaced" : "signing_key.rotated", $"signing_key/{number}",
            new { Number = number }));
        return Nothing.Value;
    });

    static readonly Sql Add = new("""
        INSERT INTO signing_keys (number, value, made_at)
        SELECT COALESCE(MAX(number), 0) + 1, @value, @now
        FROM signing_keys
        WHERE TRUE
        ON CONFLICT (number) DO NOTHING
        """);

    static readonly Sql DropOthers =
        new("DELETE FROM signing_keys WHERE number < (SELECT MAX(number) FROM signing_keys)");

    static readonly Sql FindNewest = new("SELECT MAX(number) AS n FROM signing_keys");
}
