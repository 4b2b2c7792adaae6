using Kalends.Platform.Storage;

namespace Kalends.Directory.Search;

/// <summary>
/// A rare criterion of a filter, whose index finds the matching rows before they are sorted. If no criterion is rare, a
/// walk along the index of the order soon meets enough matching rows.
/// </summary>
/// <param name="Hint">The condition that has the index.</param>
/// <param name="Says">The part of the filter that the hint covers completely: a list of skills, or a word.</param>
sealed record AccessPath(Func<Parameters, string> Hint, object? Says = null)
{
    /// <summary>Whether so few rows have the criterion that each is looked up.</summary>
    public bool IsRare { get; init; }

    /// <summary>The largest number of rows of a rare criterion, for a page.</summary>
    const int RareMax = 1000;

    /// <summary>The same number for all rows, which would otherwise be found by reading a whole index.</summary>
    const int RareOfAllMax = 20_000;

    /// <summary>
    /// The same number if all rows are ranked by their ratings, which is less work than testing each row.
    /// </summary>
    const int RareOfRatedMax = 50_000;

    /// <summary>The result of the look-up before a search.</summary>
    /// <param name="Filter">The filter, with its words and skills looked up.</param>
    /// <param name="ToPage">The access path to a page.</param>
    /// <param name="ToAll">The access path to all rows.</param>
    /// <param name="ToTyped">The access path to a page of the providers who have the text as it was typed.</param>
    /// <param name="HasTyped">Whether any provider may have the text as it was typed.</param>
    public sealed record Found(
        ProviderFilter Filter, AccessPath? ToPage, AccessPath? ToAll, AccessPath? ToTyped, bool HasTyped);

    /// <summary>
    /// Looks up the words of a filter and counts the rows of each criterion, all in one statement, and in none if there
    /// is nothing to look up.
    /// </summary>
    /// <param name="session">The session that runs the statement.</param>
    /// <param name="filter">The filter of the search.</param>
    /// <param name="order">The order of the search; an order by cost leads to a range of costs already.</param>
    /// <param name="all">Whether the search needs all rows at once too.</param>
    public static async ValueTask<Found> Find(Session session, ProviderFilter filter, ProviderOrder order, bool all)
    {
        var words = filter.Text is null ? [] : AskedWord.Of(filter.Text);
        if (order.Sort != ProviderSort.Relevance)
            words = words.ConvertAll(word => word with { Typed = [] });
        all |= order.Match is not null;
        var most = order.Sort == ProviderSort.Rating ? RareOfRatedMax : all ? RareOfAllMax : RareMax;
        var given = new Parameters();
        var lookUp = LookUp(filter, words, given, most, countsCosts: all || !order.IsByCost);
        var counts = lookUp.Length == 0 ? [] : await session.All(Sql.Shaped(lookUp), Count.Read, given.Values);

        var asked = words.Select((word, i) => word with { Near = Near(counts, word.Sought[0], i) }).ToList();
        var looked = filter with
        {
            AskedWords = filter.Text is null ? null : asked,
            SkillIds = filter.Skills is null || filter.Name is not null ? null
                : counts.Where(one => one.Way == "skill").Select(one => one.Id).ToList(),
        };
        var ways = Ways(looked, counts).ToList();
        var typed = Typed(asked, counts).ToList();
        return new(
            looked, Rarest(ways, RareMax), all ? Rarest(ways, most) : null,
            typed.Count == 0 ? null : Rarest(ways.Concat(typed), RareMax),
            typed.Count > 0 && typed.TrueForAll(way => way.Rows > 0));
    }

    static AccessPath? Rarest(IEnumerable<(long Rows, AccessPath Way)> ways, int most) =>
        ways.Where(way => way.Rows <= most).OrderBy(way => way.Rows)
            .Select(way => way.Way with { IsRare = way.Rows <= RareMax }).FirstOrDefault();

    /// <summary>The statement that looks up and counts; empty if there is nothing to look up.</summary>
    public static string LookUp(
        ProviderFilter filter, List<AskedWord> words, Parameters given, int most, bool countsCosts) =>
        string.Join("\nUNION ALL\n", Parts(filter, words, given, most, countsCosts));

    // Counting stops at the limit beyond which a criterion is not rare.
    static IEnumerable<string> Parts(
        ProviderFilter filter, List<AskedWord> words, Parameters given, int most, bool countsCosts)
    {
        string Number(string rows, int? bound = null) =>
            $"(SELECT COUNT(*) FROM (SELECT 1 FROM {rows} LIMIT {(bound ?? most) + 1}) AS counted)";
        string Counted(string way, int place, string rows, int? bound = null) =>
            $"SELECT '{way}' AS way, {place} AS place, '' AS word, 0 AS id, {Number(rows, bound)} AS n";

        for (var i = 0; i < words.Count; i++)
        {
            foreach (var sought in words[i].Sought)
                yield return Counted("word", i, $"provider_words h WHERE {AskedWord.Begins("h.word", sought, given)}");
            foreach (var typed in words[i].Typed)
                yield return Counted("typed", i, $"provider_words h WHERE {AskedWord.Begins("h.word", typed, given)}");
            if (words[i].Variants is { Count: > 0 } variants)
                yield return $"SELECT 'near' AS way, {i} AS place, v.word AS word, 0 AS id, " +
                    $"{Number("provider_words h WHERE h.word = v.word")} AS n " +
                    $"FROM word_variants v WHERE v.variant {given.AddList(variants)}";
        }
        if (filter.Name is not null)
            yield break;
        if (filter.Skills is { Count: > 0 })
            yield return "SELECT 'skill' AS way, 0 AS place, s.name AS word, s.id AS id, " +
                $"{Number("public_held_skills h WHERE h.skill_id = s.id")} AS n " +
                $"FROM public_skills s WHERE s.name {given.AddList(filter.Skills)}";
        if (filter.HasCost && countsCosts)
            yield return Counted("cost", 0,
                $"public_providers p WHERE {Providers.Public.Profile.Listed} AND {InCosts(filter, given)}");
        // Days are asked often and seldom rare, so no more are counted than lead to a page.
        if (AskedDays.Providers(filter) is { } days)
            yield return Counted("days", 0, $"({days(given)}) AS h", RareMax);
        if (filter.OrganisationId is { } organisation)
            yield return Counted(
                "organisation", 0, $"public_providers p WHERE p.organisation_id = {given.Add(organisation)}");
    }

    static IEnumerable<(long Rows, AccessPath Way)> Typed(List<AskedWord> words, List<Count> counts)
    {
        for (var i = 0; i < words.Count; i++)
            if (words[i] is { Typed.Count: > 0 } word)
                yield return (
                    counts.Where(one => one.Place == i && one.Way == "typed").Sum(one => one.Rows),
                    new(given => $"p.id IN ({word.TypedBy(given)})"));
    }

    static IEnumerable<(long Rows, AccessPath Way)> Ways(ProviderFilter filter, List<Count> counts)
    {
        if (filter.Name is not null)
            yield return (0, new(given => $"p.name = {given.Add(filter.Name)}"));
        for (var i = 0; i < filter.AskedWords?.Count; i++)
        {
            var word = filter.AskedWords[i];
            yield return (
                counts.Where(one => one.Place == i && (one.Way == "word" ||
                    (one.Way == "near" && word.Near.Contains(one.Word)))).Sum(one => one.Rows),
                new(given => $"p.id IN ({word.Providers(given)})", word));
        }
        foreach (var (way, rows) in counts.GroupBy(one => one.Way, (way, all) => (way, all.Sum(one => one.Rows))))
            if (way == "cost")
                yield return (rows, new(given => InCosts(filter, given)));
            else if (way == "days" && rows <= RareMax)
                yield return (rows, new(given => $"p.id IN ({AskedDays.Providers(filter)!(given)})"));
            else if (way == "organisation")
                yield return (rows, new(given => $"p.organisation_id = {given.Add(filter.OrganisationId!)}"));
        if (filter is { Name: null, Skills: { Count: > 0 } skills })
            yield return OfSkills(filter.SkillsMatch, skills, counts);
    }

    static (long Rows, AccessPath Way) OfSkills(SkillsMatch match, IReadOnlyList<string> names, List<Count> counts)
    {
        var held = counts.Where(one => one.Way == "skill").OrderBy(one => one.Rows).ToList();
        // No provider has all of the skills if nobody has one of them.
        if (match == SkillsMatch.All)
            held = held.Count < names.Distinct().Count() ? [] : held.GetRange(0, 1);
        IReadOnlyList<long> leading = held.ConvertAll(skill => skill.Id);
        return (held.Sum(skill => skill.Rows), new(
            given => "p.id IN (SELECT h.provider_id FROM public_held_skills h " +
                $"WHERE h.skill_id {given.AddList(leading)})",
            match == SkillsMatch.Any ? names : null));
    }

    // Two words that are two edits apart may share a variant too, so each pair is compared.
    static List<string> Near(List<Count> counts, string word, int place) => counts
        .Where(one => one.Way == "near" && one.Place == place && SearchTerms.AreNear(word, one.Word))
        .Select(one => one.Word).Distinct().ToList();

    /// <summary>The costs of a filter, as the condition that has their index.</summary>
    public static string InCosts(ProviderFilter filter, Parameters given)
    {
        var least = filter.CostMin is { } from ? $" AND p.cost_rank <= {given.Add(-from)}" : "";
        var most = filter.CostMax is { } to ? $" AND p.cost_rank >= {given.Add(-to)}" : "";
        return $"p.currency = {given.Add(filter.Currency!)}{least}{most}";
    }

    sealed record Count(string Way, int Place, string Word, long Id, long Rows)
    {
        public static Count Read(Row row) =>
            new(row.Text("way"), row.Int("place"), row.Text("word"), row.Long("id"), row.Long("n"));
    }
}
