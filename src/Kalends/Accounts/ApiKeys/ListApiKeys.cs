using Kalends.Platform.Calls;
using Kalends.Platform.Paging;

namespace Kalends.Accounts.ApiKeys;

/// <summary>
/// Lists the API keys that the caller keeps, in the order of their ids: their own and those of the service accounts
/// that they keep; for admins all. Keys that are over are listed for 90 days.
/// </summary>
static class ListApiKeys
{
    /// <param name="UserId">Only those of this user or service account.</param>
    public sealed record Input([Text(36, 36)] string? UserId = null);

    public static Task<Page<ApiKey>> Run(Input input, PageRequest page, Call call) => call.Read(session =>
        new ListQuery<ApiKey>(ById, ApiKey.Read, ApiKey.Columns, ApiKey.Rows, ApiKeyStore.Keeper(call))
            .Where(ApiKeyStore.Kept)
            .Where("k.user_id = {0}", input.UserId)
            .Page(session, page));

    static readonly Keyset<ApiKey> ById = new("id", new Key<ApiKey>("k.id", key => key.Id));
}
