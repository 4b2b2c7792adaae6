using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Availability;

/// <summary>The providers whose calendars are searched.</summary>
/// <param name="Condition">
/// The condition on <c>public_providers p</c>; it tests one row and leads to no index.
/// </param>
/// <param name="Among">A query of the ids of providers, among whom all of them are; null for the whole table.</param>
sealed record Whose(Func<Parameters, string> Condition, Func<Parameters, string>? Among = null)
{
    /// <summary>The number of ids that are tested to find out whether the providers are few.</summary>
    const int TestedMax = 5000;

    /// <summary>The same providers, as far as they meet another condition too.</summary>
    public Whose And(Whose other) => new(
        given => $"{Condition(given)} AND {other.Condition(given)}", other.Among ?? Among);

    /// <summary>A provider, and the time zone in which their days are counted.</summary>
    public sealed record Found(long Id, DateTimeZone Zone)
    {
        public static Found Read(Row row) => new(
            row.Long("id"), Providers.Public.Zone.Of(row.Text("time_zone")));
    }

    /// <summary>The providers, if they are at most so many; null if they are more.</summary>
    public async ValueTask<List<Found>?> FindFew(Session session, int most)
    {
        var given = new Parameters();
        var found = await session.All(
            Sql.Shaped($"SELECT p.id, p.time_zone {Matching(given)} LIMIT {most + 1}"), Found.Read, given.Values);
        return found.Count <= most && await AreAllTested(session) ? found.DistinctBy(one => one.Id).ToList() : null;
    }

    /// <summary>Counts the active providers, up to so many.</summary>
    public static Sql CountActive(int most) => new($"""
        SELECT COUNT(*) AS n
        FROM (SELECT 1 FROM public_providers WHERE active = 1 LIMIT {most}) AS counted
        """);

    async ValueTask<bool> AreAllTested(Session session)
    {
        var given = new Parameters();
        var sql = $"SELECT COUNT(*) AS n FROM ({Ids(given)} LIMIT {TestedMax + 1}) AS tested";
        return await session.Number(Sql.Shaped(sql), given.Values) <= TestedMax;
    }

    // CROSS keeps SQLite from reading all providers when it could read the ids.
    string Matching(Parameters given) => Among is null
        ? $"""
            FROM (SELECT * FROM public_providers WHERE active = 1 LIMIT {TestedMax}) AS p
            WHERE {Profile.Listed} AND {Condition(given)}
            """
        : $"""
            FROM ({Ids(given)} LIMIT {TestedMax}) AS tested
            CROSS JOIN public_providers p
            WHERE p.id = tested.id AND {Profile.Listed} AND {Condition(given)}
            """;

    string Ids(Parameters given) => Among?.Invoke(given) ?? "SELECT id FROM public_providers WHERE active = 1";
}
