using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events;

/// <summary>The index that drives a search: it yields the candidates in the order of the log.</summary>
/// <param name="Way">The index.</param>
/// <param name="Values">Its parameters.</param>
sealed record DrivingIndex(DrivingIndex.Index Way, (string Name, object? Value)[] Values)
{
    /// <summary>
    /// The number up to which candidates are counted to choose among indexes; indexes that do not follow the log's
    /// order are sorted up to it.
    /// </summary>
    public const int CountedMax = 10_000;

    /// <summary>An index in the three forms that statements need: walked in each direction, and counted.</summary>
    /// <param name="ways">The queries for its rows; several if the rows are reached through several indexes.</param>
    public sealed class Index(params string[] ways)
    {
        public Sql Forward { get; } = Walk(ways, "ASC");

        public Sql Backward { get; } = Walk(ways, "DESC");

        public Sql Count { get; } = new($"SELECT COUNT(*) AS n FROM ({Each(ways, "LIMIT @counted")}) AS counted");

        // Each query reads no more rows than the window has.
        static Sql Walk(string[] ways, string direction)
        {
            var window = $"ORDER BY seq {direction} LIMIT @window";
            return new(ways.Length == 1 ? $"{ways[0]} {window}" : $"{Each(ways, window)} {window}");
        }

        static string Each(string[] ways, string end) => ways.Length == 1
            ? $"{ways[0]} {end}"
            : string.Join("\nUNION\n", ways.Select((way, i) => $"SELECT seq FROM ({way} {end}) AS way{i}"));
    }

    public static readonly Index All = Of("events", "TRUE");
    public static readonly Index WithMessage = Of("event_texts", "message IS NOT NULL");
    public static readonly Index ByWord = Of("event_words", "word = @word");

    // The sum keeps PostgreSQL from walking all words by their numbers until some of these turn up.
    public static readonly Index ByAnyWord = Of("event_words", "word {list any}", "DISTINCT seq + 0 AS seq");

    public static readonly Index BySubject = Of("events", "subject = @subject");
    public static readonly Index ByEmail = Of("event_texts", "email = @email");
    public static readonly Index ByActor = Of("events", "actor = @actor");
    public static readonly Index ByProvider = Of("events", "provider_id = @provider");
    public static readonly Index ByKind = Of("events", "kind = @kind");
    public static readonly Index ByEnvironment = Of("events", "environment = @environment");
    public static readonly Index ByComponent = Of("events", "component = @component");
    public static readonly Index External = Of("events", "external = 1");
    public static readonly Index ExternalByComponent = Of("events", "external = 1 AND component = @component");
    public static readonly Index ByOrganisation = Of("events", OfOrganisation);
    public static readonly Index ByOwner = Of("events", OfOwner);
    public static readonly Index ByKeepers = new(Rows("events", OfOrganisation), Rows("events", OfOwner));

    const string OfOrganisation = "organisation_id = @organisation";

    const string OfOwner = "owner_user_id = @owner";

    public Sql Statement(bool ascending) => ascending ? Way.Forward : Way.Backward;

    /// <summary>Chooses the index with the fewest candidates, counting only as far as it is worthwhile.</summary>
    public static async Task<DrivingIndex> Choose(Session session, Call call, EventLogFilter filter, List<string> words)
    {
        var (streaming, sorted) = (new List<DrivingIndex>(), new List<DrivingIndex>());
        foreach (var word in words)
            streaming.Add(new DrivingIndex(ByWord, [("word", word)]));
        Offer(streaming, BySubject, "subject", filter.Subject);
        Offer(streaming, ByEmail, "email", filter.Email);
        Offer(streaming, ByActor, "actor", filter.Actor);
        Offer(streaming, ByProvider, "provider", filter.ProviderId);
        if (!call.Scope.All)
            streaming.Add(OfScope(call.Scope));
        Offer(streaming, ByKind, "kind", filter.Kind);
        Offer(streaming, ByEnvironment, "environment", filter.Environment);
        Offer(
            streaming, filter.ExternalOnly ? ExternalByComponent : ByComponent, "component", filter.Component);
        if (filter.Contains is not null)
            foreach (var any in await PhraseMatch.Of(filter.Contains).Candidates(session))
                sorted.Add(new DrivingIndex(ByAnyWord, [("any", any)]));
        // Kalends itself writes no messages, so a search for a message already avoids its events.
        if (filter.ExternalOnly && filter.Contains is null && streaming.Count == 0)
            streaming.Add(new DrivingIndex(External, []));

        if (sorted.Count == 0 && streaming.Count == 1)
            return streaming[0];
        var (best, fewest) = ((DrivingIndex?)null, (long)CountedMax);
        foreach (var index in sorted.Concat(streaming))
            if (await index.Count(session) is var count && count < fewest)
                (best, fewest) = (index, count);
        return best ?? streaming.FirstOrDefault() ?? new DrivingIndex(filter.Contains is null ? All : WithMessage, []);
    }

    /// <summary>The words that still have to be checked with this index.</summary>
    public IEnumerable<string> OtherWords(List<string> words) =>
        words.Where(word => Way != ByWord || !word.Equals(Values[0].Value));

    /// <summary>The index's parameters together with further ones.</summary>
    public (string, object?)[] With(params (string, object?)[] more) => [.. Values, .. more];

    async Task<long> Count(Session session) => await session.Number(Way.Count, With(
        ("low", 0L), ("high", long.MaxValue), ("counted", CountedMax))) ?? 0;

    static void Offer(List<DrivingIndex> to, Index index, string name, object? value)
    {
        if (value is not null)
            to.Add(new DrivingIndex(index, [(name, value)]));
    }

    /// <summary>The index for the rows that the caller may see.</summary>
    static DrivingIndex OfScope(RowScope scope) => (scope.OrganisationId, scope.OwnerUserId) switch
    {
        ({ } organisation, null) => new(ByOrganisation, [("organisation", organisation)]),
        (null, var owner) => new(ByOwner, [("owner", owner)]),
        var (organisation, owner) => new(ByKeepers, [("organisation", organisation), ("owner", owner)]),
    };

    static Index Of(string table, string which, string what = "seq") => new(Rows(table, which, what));

    static string Rows(string table, string which, string what = "seq") =>
        $"SELECT {what} FROM {table} WHERE {which} AND seq >= @low AND seq <= @high";
}
