using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>
/// Locks a client against others who reserve for them, change how they are reached or erase them, until the end of the
/// transaction.
/// </summary>
static class ClientLock
{
    public static void Hold(Session session, long clientId) =>
        session.Lock(LockOn.Client, Key, ("client", clientId));

    static readonly Sql Key = new("SELECT CAST(@client AS BIGINT) AS key");
}
