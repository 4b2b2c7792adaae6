using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Search;

/// <summary>What always holds of the words by which providers are found.</summary>
static class VerifySearchTerms
{
    const int WordsAtOnce = 200;

    public static readonly IReadOnlyList<Invariant> All =
    [
        new("provider_words", "A provider is found by the words of their name and skills, and by no others.", Compare),
        new("provider_words.deleted", "No words lead to a deleted provider.", new Sql("""
            SELECT 'provider ' || CAST(w.provider_id AS TEXT) AS subject, NULL AS expected, w.word AS found
            FROM provider_words w
            LEFT JOIN public_providers p ON p.id = w.provider_id AND p.deleted_at IS NULL
            WHERE p.id IS NULL
            """)),
    ];

    static async Task Compare(Session session, Drift drift)
    {
        await foreach (var profiles in Profiles.All(session))
        {
            var words = (await session.All(FindWords, row => (Id: row.Long("provider_id"), Word: row.Text("word")),
                ("ids", profiles.Keys.ToList()))).ToLookup(row => row.Id, row => row.Word);
            var varied = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (id, profile) in profiles)
            {
                var terms = SearchTerms.Of(profile);
                drift.Compare($"provider {id}", terms.All, words[id]);
                varied.UnionWith(terms.Varied);
            }
            await CompareVariants(session, varied, drift);
        }
    }

    /// <summary>Looks for the variants of words; those of words that no provider has any more stay.</summary>
    static async Task CompareVariants(Session session, HashSet<string> varied, Drift drift)
    {
        foreach (var some in varied.Order(StringComparer.Ordinal).Chunk(WordsAtOnce))
        {
            var expected = some
                .SelectMany(word => SearchTerms.Variants(word).Select(variant => (variant, word))).ToList();
            var found = (await session.All(
                FindVariants, row => (row.Text("variant"), row.Text("word")),
                ("variants", expected.Select(one => one.variant).Distinct().ToList()))).ToHashSet();
            foreach (var (variant, word) in expected.Where(one => !found.Contains(one)))
                drift.Add($"word {word}", variant, null);
        }
    }

    static readonly Sql FindWords =
        new("SELECT provider_id, word FROM provider_words WHERE provider_id {list ids}");

    static readonly Sql FindVariants = new("SELECT variant, word FROM word_variants WHERE variant {list variants}");
}
