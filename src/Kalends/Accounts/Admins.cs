using Kalends.Platform.Storage;

namespace Kalends.Accounts;

/// <summary>The users in role admin who may sign in: one of them always stays.</summary>
static class Admins
{
    /// <summary>
    /// Holds the rows of all of them until the end of the transaction. Whoever is about to take an admin away does this
    /// first, so that two who do it at once decide one after the other.
    /// </summary>
    public static async Task<IReadOnlyList<string>> Hold(Session session) =>
        await session.All(HoldEnabled, row => row.Text("id"));

    public static void RefuseWithout(string userId, IReadOnlyList<string> admins)
    {
        if (admins is [var last] && last == userId)
            throw new Refused(Reason.Conflict, "last_admin",
                "This is the last admin who may sign in: make another one first.");
    }

    const string Enabled = "SELECT id FROM users WHERE roles >= 16 AND disabled_at IS NULL ORDER BY id";

    // In one order, and with a lock that keeps nobody from naming these users: all wait, and never in a circle.
    static readonly Sql HoldEnabled = new(Enabled, $"{Enabled} FOR NO KEY UPDATE");
}
