using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;
using Kalends.Platform.Unicode;
using Kalends.Providers.Public;

namespace Kalends.Directory.Search;

/// <summary>Whether a provider needs one of the asked skills or all of them.</summary>
enum SkillsMatch
{
    /// <summary>One of the skills is enough.</summary>
    Any,

    /// <summary>All of the skills are needed.</summary>
    All,
}

/// <summary>Which providers are wanted: those that every member which is given lets through.</summary>
/// <param name="Name">Those of exactly this name to show.</param>
/// <param name="Text">
/// Those who have, for each word of it, a word in their name or skills that begins so, or that is one edit away from
/// it where it has five letters or more. Case, accents and scripts do not count: Müller, Юрий and 李 are found by
/// muller, yuriy and li; but Chinese characters that are asked for find themselves alone. Names in scripts without
/// blanks are found by any part, and Jean-Luc by jeanluc too. At most ten words.
/// </param>
/// <param name="Skills">Those with one of these skills, or with all of them; upper and lower case differ.</param>
/// <param name="SkillsMatch">Whether one of the skills is enough.</param>
/// <param name="CostMin">Those whose day costs at least so much, in minor units of the currency.</param>
/// <param name="CostMax">Those whose day costs at most so much.</param>
/// <param name="Currency">
/// Those with a price in it (ISO 4217); the installation's currency where only costs are asked for. An order by cost
/// goes by the prices in it, and hides nobody where it is left out.
/// </param>
/// <param name="RatingMin">Those whose mean is at least so much; who has no review has 0 here.</param>
/// <param name="RatingMax">Those whose mean is at most so much.</param>
/// <param name="FreeFrom">Those who could work on each of some days: the first of these.</param>
/// <param name="FreeTo">The last of these days.</param>
/// <param name="Language">Those who speak it: <c>pt</c> finds <c>pt-BR</c> too.</param>
/// <param name="OrganisationId">Those of this organisation.</param>
/// <param name="FreeBefore">
/// Those with a slot that can be reserved and starts before it, at most 31 days from now; asked of their calendars.
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
    /// Days of which one stretch is enough: those that the provider's days cover, or that cover one of the ranges of
    /// the provider as it was given. Two ways to read the same words, both of which the original directory had.
    /// </summary>
    public IReadOnlyList<DateRange> AnyDates { get; init; } = [];

    /// <summary>What <see cref="Text"/> stands for; looked up before the filter becomes a condition.</summary>
    public IReadOnlyList<AskedWord>? AskedWords { get; init; }

    /// <summary>The ids of <see cref="Skills"/>, where they were looked up; nobody has a skill that has none.</summary>
    public IReadOnlyList<long>? SkillIds { get; init; }

    public bool HasCost => (CostMin ?? CostMax) is not null;

    /// <summary>The bounds of the mean as ratings are kept: whole numbers of 10^-9 hundredths.</summary>
    /// <remarks>
    /// Exact, though ratings are rounded down: two means of fewer than a billion reviews never meet in one number.
    /// </remarks>
    public long? LeastRating =>
        RatingMin is { } least ? (long)decimal.Ceiling(Math.Clamp(least, -1, 6) * PerStar) : null;

    public long? BestRating => RatingMax is { } best ? (long)decimal.Floor(Math.Clamp(best, -1, 6) * PerStar) : null;

    /// <summary>The filter, if nothing is wrong with it beyond single values.</summary>
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
                "free_from and free_to are given together.");
        if (FreeTo < FreeFrom)
            errors.AddParameter("free_to", FaultCode.EndBeforeStart, "free_to must not be before free_from.");
        if (Language is not null && !LanguageTag.IsOne(Language))
            errors.AddParameter("language", FaultCode.Format, "A language is a tag of BCP 47, such as en or pt-BR.");
        if (Text is not null && AskedWord.Of(Text).Count is 0 or > AskedWord.Max)
            errors.AddParameter("text", FaultCode.Words, $"text must have 1 to {AskedWord.Max} words.");
        errors.ThrowIfAny();
        return this;
    }

    /// <summary>The filter as a condition on <c>providers p</c>, true or false of every row.</summary>
    /// <remarks>
    /// All of it but <see cref="FreeBefore"/>, which only calendars know: see <see cref="FreeProviders"/>.
    ///
    /// It decides, and leads nowhere: no part of it is one that an index is taken for, nor does it look worse than it
    /// is to who estimates it. Where to look for rows is said beside it, by an access path or by the order, so that
    /// both engines go the way that is meant.
    /// </remarks>
    /// <param name="given">The values of the statement.</param>
    /// <param name="way">
    /// An access path that the statement takes whatever it finds: what it says is not asked of each row again.
    /// </param>
    public string Condition(Parameters given, AccessPath? way = null)
    {
        var all = new List<string> { Profile.Listed };
        if (Name is not null)
            all.Add($"(p.name = {given.Add(Name)}) IS TRUE");
        if (OrganisationId is { } organisation)
            all.Add($"(p.organisation_id = {given.Add(organisation)}) IS TRUE");
        if (Currency is not null)
            all.Add($"(p.currency = {given.Add(Currency)}) IS TRUE");
        // By their ranks, which one index has together, so that a count reads nothing else of a provider.
        if (CostMin is { } least)
            all.Add($"(p.cost_rank <= {given.Add(-least)}) IS TRUE");
        if (CostMax is { } most)
            all.Add($"(p.cost_rank >= {given.Add(-most)}) IS TRUE");
        if (LeastRating is > 0)
            all.Add($"(p.rating_rank <= {given.Add(-LeastRating.Value)}) IS TRUE");
        if (BestRating is { } best)
            all.Add($"(p.rating_rank >= {given.Add(-best)}) IS TRUE");
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
            ? Any("provider_skills", held)
            : "NULLIF((SELECT COUNT(*) FROM public_provider_skills h " +
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

    /// <summary>Whether a provider has a row of a table; asked of each by itself.</summary>
    public static string Any(string table, string which) =>
        $"(SELECT 1 FROM {table} h WHERE h.provider_id = p.id AND {which} LIMIT 1) IS NOT NULL";
}
