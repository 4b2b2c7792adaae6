using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events;

/// <summary>The index that leads a search: where its candidates come from, in the order of the log.</summary>
/// <param name="Way">Which index.</param>
/// <param name="Values">What it takes.</param>
sealed record Lead(Lead.Index Way, (string Name, object? Value)[] Values)
{
    /// <summary>
    /// How far candidates are counted to choose among indexes; those without an order of their own are sorted up to it.
    /// </summary>
    public const int CountedMax = 10_000;

    /// <summary>An index as four statements need it: the rows of it, and one of its own for each direction.</summary>
    public sealed record Index(string Rows)
    {
        public Sql Forward { get; } = Walk(Rows, "ASC");

        public Sql Backward { get; } = Walk(Rows, "DESC");

        public Sql Count { get; } = new($"SELECT COUNT(*) AS n FROM ({Rows} LIMIT @counted) AS counted");

        static Sql Walk(string rows, string direction) => new($"{rows} ORDER BY seq {direction} LIMIT @window");
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
    public static readonly Index ByReach = new($"""
        SELECT seq
        FROM (
            SELECT seq FROM events
            WHERE provider_id IN (
                SELECT id FROM public_providers WHERE organisation_id = @organisation OR owner_user_id = @owner)
            UNION ALL
            SELECT seq FROM events WHERE organisation_id = @organisation AND provider_id IS NULL) AS visible
        WHERE {Between}
        """);

    public Sql Statement(bool ascending) => ascending ? Way.Forward : Way.Backward;

    /// <summary>Chooses the index with the fewest candidates, as far as they are worth counting.</summary>
    public static async Task<Lead> Choose(Session session, Call call, EventLogFilter filter, List<string> words)
    {
        var (streaming, sorted) = (new List<Lead>(), new List<Lead>());
        foreach (var word in words)
            streaming.Add(new Lead(ByWord, [("word", word)]));
        Offer(streaming, BySubject, "subject", filter.Subject);
        Offer(streaming, ByEmail, "email", filter.Email);
        Offer(streaming, ByActor, "actor", filter.Actor);
        Offer(streaming, ByProvider, "provider", filter.ProviderId);
        Offer(streaming, ByKind, "kind", filter.Kind);
        Offer(streaming, ByEnvironment, "environment", filter.Environment);
        Offer(streaming, ByComponent, "component", filter.Component);
        if (filter.Contains is not null)
            foreach (var any in await Literal.Of(filter.Contains).Candidates(session))
                sorted.Add(new Lead(ByAnyWord, [("any", any)]));
        if (!call.Reach.All && filter.ProviderId is null)
            sorted.Add(new Lead(ByReach, call.Reach.With()));

        if (sorted.Count == 0 && streaming.Count == 1)
            return streaming[0];
        var (best, fewest) = ((Lead?)null, (long)CountedMax);
        foreach (var lead in sorted.Concat(streaming))
            if (await lead.Count(session) is var count && count < fewest)
                (best, fewest) = (lead, count);
        return best ?? streaming.FirstOrDefault() ?? new Lead(filter.Contains is null ? All : WithMessage, []);
    }

    /// <summary>The words that are still to be looked up where this leads.</summary>
    public IEnumerable<string> OtherWords(List<string> words) =>
        words.Where(word => Way != ByWord || !word.Equals(Values[0].Value));

    /// <summary>What it takes, and more.</summary>
    public (string, object?)[] With(params (string, object?)[] more) => [.. Values, .. more];

    async Task<long> Count(Session session) => await session.Number(Way.Count, With(
        ("low", 0L), ("high", long.MaxValue), ("counted", CountedMax))) ?? 0;

    static void Offer(List<Lead> to, Index index, string name, object? value)
    {
        if (value is not null)
            to.Add(new Lead(index, [(name, value)]));
    }

    const string Between = "seq >= @low AND seq <= @high";

    static Index Of(string table, string which, string distinct = "") =>
        new($"SELECT {distinct}seq FROM {table} WHERE {which} AND {Between}");
}
