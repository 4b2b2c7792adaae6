using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>Makes a new key that signs tokens: an operator's way to rotate keys, and no route.</summary>
static class RotateKeys
{
    /// <param name="dropsOthers">
    /// Whether the keys until now are dropped at once, and all sign-ins with them; otherwise they verify what they have
    /// signed until it is over.
    /// </param>
    /// <param name="call">The operator's.</param>
    public static Task Run(bool dropsOthers, Call call) => call.Write(async session =>
    {
        // Of two who rotate at once, one makes the key that both have asked for.
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
