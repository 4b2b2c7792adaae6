using Kalends.Platform.Storage;

namespace Kalends.Accounts.Users;

/// <summary>The admins who may sign in; there must always be at least one.</summary>
static class Admins
{
    /// <summary>
    /// Locks the rows of all of them until the end of the transaction. Every change that takes an admin away calls this
    /// first, so that two such changes at once are decided one after the other.
    /// </summary>
    public static async Task<IReadOnlyList<string>> Hold(Session session) =>
        await session.All(HoldEnabled, row => row.Text("id"));

    public static void RefuseWithout(string userId, IReadOnlyList<string> admins)
    {
        if (admins is [var last] && last == userId)
            throw AccountsErrors.LastAdmin.Refused();
    }

    const string Enabled = """
        SELECT id
        FROM users
        WHERE roles >= 16 AND disabled_at IS NULL AND password_hash IS NOT NULL
        ORDER BY id
        """;

    // The rows are locked in one order, so that waiting never ends in a deadlock, and with a lock that does not block
    // references to these users.
    static readonly Sql HoldEnabled = new(Enabled, $"{Enabled} FOR NO KEY UPDATE");
}
