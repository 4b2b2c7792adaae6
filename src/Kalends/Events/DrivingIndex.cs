using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events;

/// <summary>The index that drives a search: where its candidates come from, in the order of the log.</summary>
/// <param name="Way">Which index.</param>
/// <param name="Values">What it takes.</param>
sealed record DrivingIndex(DrivingIndex.Index Way, (string Name, object? Value)[] Values)
{
    /// <summary>
    /// How far candidates are counted to choose among indexes; those without an order of their own are sorted up to it.
    /// </summary>
    public const int CountedMax = 10_000;

    /// <summary>An index as three statements need it: walked in each direction, and counted.</summary>
    /// <param name="ways">The rows of it; where there are several ways to them, each with an index of its own.</param>
    public sealed class Index(params string[] ways)
    {
        public Sql Forward { get; } = Walk(ways, "ASC");

        public Sql Backward { get; } = Walk(ways, "DESC");

        public Sql Count { get; } = new($"SELECT COUNT(*) AS n FROM ({Each(ways, "LIMIT @counted")}) AS counted");

        // Of each way no more rows are read than the window has.
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
    public static readonly Index WithMessage = Of("events", "message IS NOT NULL");
    public static readonly Index ByWord = Of("event_words", "word = @word");
    public static readonly Index ByAnyWord = Of("event_words", "word {list any}", "DISTINCT ");
    public static readonly Index BySubject = Of("events", "subject = @subject");
    public static readonly Index ByEmail = Of("events", "email = @email");
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

    /// <summary>Chooses the index with the fewest candidates, as far as they are worth counting.</summary>
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
        // Kalends writes no messages, so whoever asks for one is led past its events already.
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

    /// <summary>The words that are still to be looked up where this leads.</summary>
    public IEnumerable<string> OtherWords(List<string> words) =>
        words.Where(word => Way != ByWord || !word.Equals(Values[0].Value));

    /// <summary>What it takes, and more.</summary>
    public (string, object?)[] With(params (string, object?)[] more) => [.. Values, .. more];

    async Task<long> Count(Session session) => await session.Number(Way.Count, With(
        ("low", 0L), ("high", long.MaxValue), ("counted", CountedMax))) ?? 0;

    static void Offer(List<DrivingIndex> to, Index index, string name, object? value)
    {
        if (value is not null)
            to.Add(new DrivingIndex(index, [(name, value)]));
    }

    /// <summary>What a caller may see, by the columns that say so.</summary>
    static DrivingIndex OfScope(RowScope scope) => (scope.OrganisationId, scope.OwnerUserId) switch
    {
        ({ } organisation, null) => new(ByOrganisation, [("organisation", organisation)]),
        (null, var owner) => new(ByOwner, [("owner", owner)]),
        var (organisation, owner) => new(ByKeepers, [("organisation", organisation), ("owner", owner)]),
    };

    static Index Of(string table, string which, string distinct = "") => new(Rows(table, which, distinct));

    static string Rows(string table, string which, string distinct = "") =>
        $"SELECT {distinct}seq FROM {table} WHERE {which} AND seq >= @low AND seq <= @high";
}
