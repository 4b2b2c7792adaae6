using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;

namespace Kalends.Providers.Public;

/// <summary>
/// The words of clients' names, by whose beginnings clients are found, in the same way on both engines.
/// </summary>
static class ClientWords
{
    /// <summary>The length, in UTF-16 units, to which longer words are cut.</summary>
    const int LengthMax = 64;

    /// <summary>The greatest number of words of a search.</summary>
    const int AskedMax = 5;

    /// <summary>Stores the words of a client's name.</summary>
    public static async ValueTask Store(Session session, Client client)
    {
        await session.Enqueue(Remove, ("client", client.Id));
        var words = Of(client.Name).SelectMany(word => (string[])[word.Own, word.Plain])
            .Where(word => word.Length > 0).Distinct().ToList();
        if (words.Count > 0)
            await session.Enqueue(Insert, ("client", client.Id), ("words", words));
    }

    /// <summary>
    /// The conditions on clients <c>c</c> that have, for each word of a text, a word that begins with it.
    /// </summary>
    public static IEnumerable<string> Conditions(string text, Parameters given)
    {
        var asked = Of(text).Select(word => word.Sought).Where(word => word.Length > 0)
            .Distinct().Take(AskedMax).ToList();
        return asked.Count == 0 ? ["FALSE"] : asked.Select(word => $"""
            c.id IN (
                SELECT w.client_id
                FROM client_words w
                WHERE w.word >= {given.Add(word)} AND w.word < {given.Add(word + "\U0010FFFF")})
            """);
    }

    static IEnumerable<Word> Of(string text) =>
        WordRuns.Joined(text).SelectMany(runs => runs).Select(run => Word.Of(run, LengthMax));

    static readonly Sql Remove = new("DELETE FROM client_words WHERE client_id = @client");

    static readonly Sql Insert = new("""
        INSERT INTO client_words (client_id, word)
        SELECT @client, value FROM {rows words}
        """);
}
