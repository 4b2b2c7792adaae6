using Kalends.Platform.Calls;

namespace Kalends.Accounts.ApiKeys;

/// <summary>Reads one API key, without its secret.</summary>
static class ReadApiKey
{
    /// <param name="Id">The id of the key.</param>
    public sealed record Input([Id] long Id);

    public static Task<ApiKey> Run(Input input, Call call) =>
        call.Read(session => ApiKeyStore.Find(session, call, input.Id));
}
