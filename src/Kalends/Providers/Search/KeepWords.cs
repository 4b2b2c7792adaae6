using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Providers.Search;

/// <summary>
/// Cuts the words of providers who were entered before words were kept: a round of a recurring
/// job, which finds none but after an upgrade.
/// </summary>
static class KeepWords
{
    const int AtOnce = 50;

    public static Task Run(Call call) => call.WriteInSteps(AtOnce, KeepSome);

    static async Task<int> KeepSome(Session session)
    {
        var ids = await session.All(FindWithout, row => row.Long("id"), ("limit", AtOnce));
        foreach (var provider in await session.All(FindByIds, Profile.Read, ("ids", ids)))
        {
            await SearchTerms.Insert(session, provider);
            await session.Enqueue(Mark, ("provider", provider.Id));
        }
        return ids.Count;
    }

    // Their rows are held, so that nobody else says who they are meanwhile.
    static readonly Sql FindWithout = new("""
        SELECT id FROM providers WHERE has_words = 0 AND deleted_at IS NULL ORDER BY id LIMIT @limit {lock}
        """);

    static readonly Sql FindByIds = new($"SELECT {Profile.Columns} FROM providers p WHERE p.id {{list ids}}");

    static readonly Sql Mark = new("UPDATE providers SET has_words = 1 WHERE id = @provider");
}
