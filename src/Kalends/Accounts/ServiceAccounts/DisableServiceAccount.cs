using Kalends.Accounts.Users;
using Kalends.Platform.Calls;

namespace Kalends.Accounts.ServiceAccounts;

/// <summary>Disables a service account for good: none of its API keys is valid any longer.</summary>
sealed class DisableServiceAccount(TokenVersions versions)
{
    /// <param name="Id">The UUID of the service account.</param>
    public sealed record Input([Text(36, 36)] string Id);

    public async Task<Answer<ServiceAccount>> Run(Input input, Call call)
    {
        var answer = await call.Write(async session =>
        {
            await User.Hold(session, input.Id);
            var known = await ServiceAccount.Find(session, call, input.Id);
            if (known.DisabledAt is not null)
                return known;
            await DisableUser.Disable(session, call, known.Id);
            return known with { DisabledAt = call.Now };
        });
        versions.Change();
        return answer;
    }
}
