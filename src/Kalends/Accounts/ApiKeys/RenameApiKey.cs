using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Accounts.ApiKeys;

/// <summary>Changes the name of an API key.</summary>
static class RenameApiKey
{
    /// <param name="Id">The id of the key.</param>
    /// <param name="Name">What it is for.</param>
    public sealed record Input([Id] long Id, [Text(1, ApiKey.NameMax)] string Name);

    public static Task<Answer<ApiKey>> Run(Input input, Call call) => call.Write(async session =>
    {
        var known = await ApiKeyStore.Hold(session, call, input.Id);
        if (known.Name == input.Name)
            return known;
        await session.Enqueue(Rename, ("id", known.Id), ("name", input.Name));
        await ApiKeyStore.Log(session, call, known, "renamed");
        return known with { Name = input.Name };
    });

    static readonly Sql Rename = new("UPDATE api_keys SET name = @name WHERE id = @id");
}
