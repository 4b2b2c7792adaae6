using Kalends.Platform.Calls;

namespace Kalends.Accounts.ServiceAccounts;

/// <summary>Reads one service account.</summary>
static class ReadServiceAccount
{
    /// <param name="Id">The UUID of the service account.</param>
    public sealed record Input([Text(36, 36)] string Id);

    public static Task<ServiceAccount> Run(Input input, Call call) =>
        call.Read(session => ServiceAccount.Find(session, call, input.Id));
}
