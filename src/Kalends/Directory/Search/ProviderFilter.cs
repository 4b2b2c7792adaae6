using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;
using Kalends.Providers.Public;

namespace Kalends.Directory.Search;

/// <summary>Whether a provider needs one of the requested skills or all of them.</summary>
enum SkillsMatch
{
    /// <summary>One of the skills is enough.</summary>
    Any,

    /// <summary>All of the skills are needed.</summary>
    All,
}

/// <summary>The criteria of a search; a provider matches if every given criterion is met.</summary>
/// <param name="Name">Finds providers with exactly this display name.</param>
/// <param name="Text">
/// Finds providers with, for each word of the text, a word in their name or skills that begins with it, or that is one
/// edit away from it if it has five letters or more. Case, accents and scripts do not count: Müller, Юрий and 李 are
/// found by muller, yuriy and li; but Chinese characters in the text find only themselves. Names in scripts without
/// blanks are found by any part, and Jean-Luc by jeanluc too. At most ten words.
/// </param>
/// <param name="Skills">
/// Finds providers with one of these skills, or with all of them; upper and lower case differ.
/// </param>
/// <param name="SkillsMatch">Whether one of the skills is enough.</param>
/// <param name="CostMin">Finds providers whose cost of a day is at least this, in minor units of the currency.</param>
/// <param name="CostMax">Finds providers whose cost of a day is at most this, in minor units of the currency.</param>
/// <param name="Currency">
/// Finds providers with a price in this currency (ISO 4217); by default the installation's currency if only costs are
/// given. An order by cost compares prices in this currency, and hides no provider if it is left out.
/// </param>
/// <param name="RatingMin">
/// Finds providers with at least this mean rating; a provider without reviews counts as 0.
/// </param>
/// <param name="RatingMax">Finds providers with at most this mean rating.</param>
/// <param name="FreeFrom">The first of the days on each of which a provider could work.</param>
/// <param name="FreeTo">The last of these days.</param>
/// <param name="Language">Finds providers who speak this language; <c>pt</c> finds <c>pt-BR</c> too.</param>
/// <param name="OrganisationId">Finds providers of this organisation.</param>
/// <param name="FreeBefore">
/// Finds providers with a slot that can be reserved and starts before this time, at most 31 days from now, according to
/// their calendars.
/// </param>
sealed record ProviderFilter(
    [Text(1, Profile.NameMax)] string? Name = null,
    [Text(1, ProviderFilter.TextMax)] string? Text = null,
    [Count(1, Profile.SkillsMax)][Text(1, 100)] IReadOnlyList<string>? Skills = null,
    SkillsMatch SkillsMatch = SkillsMatch.Any,
    [Number(0, Profile.CostMax)] long? CostMin = null,
    [Number(0, Profile.CostMax)] long? CostMax = null,
    [Text(3, 3)] string? Currency = null,
    [Hundredths(0, 500)] decimal? RatingMin = null,
    [Hundredths(0, 500)] decimal? RatingMax = null,
    DateOnly? FreeFrom = null,
    DateOnly? FreeTo = null,
    [Text(2, 35)] string? Language = null,
    [Id] long? OrganisationId = null,
    Instant? FreeBefore = null)
{
    public const int TextMax = 200;

    const long PerStar = 100_000_000_000;

    /// <summary>
    /// Ranges of days, one of which is enough: the provider's days cover it, or it covers one of the provider's ranges
    /// as they were given. The original directory read availability in both ways.
    /// </summary>
    public IReadOnlyList<DateRange> AnyDates { get; init; } = [];

    /// <summary>The words of <see cref="Text"/>; they are looked up before the filter becomes a condition.</summary>
    public IReadOnlyList<AskedWord>? AskedWords { get; init; }

    /// <summary>
    /// The ids of <see cref="Skills"/>, if they were looked up; no provider has a skill without an id.
    /// </summary>
    public IReadOnlyList<long>? SkillIds { get; init; }

    /// <summary>The condition on <c>providers p</c> whom the caller sees; null if they see all.</summary>
    public Func<Parameters, string>? Seen { get; init; }

    public bool HasCost => (CostMin ?? CostMax) is not null;

    /// <summary>The bounds of the mean in the stored unit of ratings: whole numbers of 10^-9 hundredths.</summary>
    /// <remarks>
    /// The comparison is exact although stored ratings are rounded down: two different means of fewer than a billion
    /// reviews never have the same number.
    /// </remarks>
    public long? LeastRating =>
        RatingMin is { } least ? (long)decimal.Ceiling(Math.Clamp(least, -1, 6) * PerStar) : null;

    public long? BestRating => RatingMax is { } best ? (long)decimal.Floor(Math.Clamp(best, -1, 6) * PerStar) : null;

    /// <summary>The filter, or a refusal if its values do not fit together.</summary>
    public ProviderFilter Checked()
    {
        var errors = new ValidationErrors();
        if (Currency is not null && Platform.Currency.Find(Currency) is null)
            errors.AddParameter(
                "currency", FaultCode.UnknownCurrency, "currency must be a code of ISO 4217, such as EUR.");
        if (CostMax < CostMin)
            errors.AddParameter("cost_max", FaultCode.BelowMinimum, "cost_max must not be below cost_min.");
        if (RatingMax < RatingMin)
            errors.AddParameter("rating_max", FaultCode.BelowMinimum, "rating_max must not be below rating_min.");
        if (FreeFrom is null != FreeTo is null)
            errors.AddParameter(
                FreeFrom is null ? "free_from" : "free_to", FaultCode.Required,
                "free_from and free_to must be given together.");
        if (FreeTo < FreeFrom)
            errors.AddParameter("free_to", FaultCode.EndBeforeStart, "free_to must not be before free_from.");
        if (Language is not null && !LanguageTag.IsOne(Language))
            errors.AddParameter("language", FaultCode.Format, "A language is a tag of BCP 47, such as en or pt-BR.");
        if (Text is not null && AskedWord.Of(Text).Count is 0 or > AskedWord.Max)
            errors.AddParameter("text", FaultCode.Words, $"text must have 1 to {AskedWord.Max} words.");
        errors.ThrowIfAny();
        return this;
    }

    /// <summary>The filter as a condition on <c>providers p</c>, true or false for every row.</summary>
    /// <remarks>
    /// The condition leaves out <see cref="FreeBefore"/>, which depends on calendars: see <see cref="FreeProviders"/>.
    /// It only tests rows and never leads to an index: each part is written so that no engine takes an index for it or
    /// estimates it as worse than it is. An access path or the order adds the condition that leads to an index, so that
    /// both engines take the intended one.
    /// </remarks>
    /// <param name="given">The values of the statement.</param>
    /// <param name="way">
    /// An access path that the statement takes in any case; the part of the filter that it covers is not tested for
    /// each row again.
    /// </param>
    public string Condition(Parameters given, AccessPath? way = null) =>
        $"{OfProvider(given)} AND {OfLists(given, way)}";

    /// <summary>The part of the condition that the columns of a provider meet.</summary>
    public string OfProvider(Parameters given)
    {
        var all = new List<string> { Seen?.Invoke(given) ?? Profile.Listed };
        if (Name is not null)
            all.Add($"(p.name = {given.Add(Name)}) IS TRUE");
        if (OrganisationId is { } organisation)
            all.Add($"(p.organisation_id = {given.Add(organisation)}) IS TRUE");
        if (Currency is not null)
            all.Add($"(p.currency = {given.Add(Currency)}) IS TRUE");
        // Costs and ratings are compared by their ranks, which are in one index, so that a count reads no other column
        // of a provider.
        if (CostMin is { } least)
            all.Add($"(p.cost_rank <= {given.Add(-least)}) IS TRUE");
        if (CostMax is { } most)
            all.Add($"(p.cost_rank >= {given.Add(-most)}) IS TRUE");
        if (LeastRating is > 0)
            all.Add($"(p.rating_rank <= {given.Add(-LeastRating.Value)}) IS TRUE");
        if (BestRating is { } best)
            all.Add($"(p.rating_rank >= {given.Add(-best)}) IS TRUE");
        return string.Join(" AND ", all);
    }

    /// <summary>The part of the condition that a provider's skills, days, languages and words meet.</summary>
    public string OfLists(Parameters given, AccessPath? way = null)
    {
        var all = new List<string> { "TRUE" };
        if (Skills is { Count: > 0 } && !ReferenceEquals(Skills, way?.Says))
            all.Add(OfSkills(Skills.Distinct().ToList(), given));
        if (FreeFrom is { } from && FreeTo is { } to)
            all.Add(Any("public_provider_days", Covers(new DateRange(from, to), given)));
        if (AnyDates.Count > 0)
            all.Add(OfAnyDates(given));
        if (Language is not null)
            all.Add(Any("public_provider_languages",
                $"LOWER(h.tag {{bytes}}) || '-' LIKE {given.Add(Language.ToLowerInvariant() + "-%")}"));
        if (Text is not null)
            all.AddRange((AskedWords ?? throw new InvalidOperationException("The words were not looked up."))
                .Where(word => !ReferenceEquals(word, way?.Says)).Select(word => word.Condition(given)));
        return string.Join(" AND ", all);
    }

    string OfSkills(List<string> names, Parameters given)
    {
        var held = SkillIds is null
            ? $"h.skill_id IN (SELECT s.id FROM public_skills s WHERE s.name {given.AddList(names)})"
            : $"h.skill_id {given.AddList(SkillIds)}";
        return SkillsMatch == SkillsMatch.Any
            ? Any("public_held_skills", held)
            : "NULLIF((SELECT COUNT(*) FROM public_held_skills h " +
                $"WHERE h.provider_id = p.id AND {held}) = {given.Add((long)names.Count)}, FALSE) IS NOT NULL";
    }

    string OfAnyDates(Parameters given)
    {
        var covers = string.Join(" OR ", AnyDates.Select(range => $"({Covers(range, given)})"));
        var inside = string.Join(" OR ", AnyDates.Select(range =>
            $"(h.from_date >= {given.Add(range.FromDate)} AND h.to_date <= {given.Add(range.ToDate)})"));
        return $"({Any("public_provider_days", $"({covers})")} " +
            $"OR {Any("public_provider_availability", $"({inside})")})";
    }

    static string Covers(DateRange range, Parameters given) =>
        $"h.from_day <= {given.Add(range.FirstDay())} AND h.to_day >= {given.Add(range.LastDay())}";

    /// <summary>Whether a provider has a matching row in a table; evaluated for each provider separately.</summary>
    public static string Any(string table, string which) =>
        $"(SELECT 1 FROM {table} h WHERE h.provider_id = p.id AND {which} LIMIT 1) IS NOT NULL";
}
