using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Availability;

/// <summary>When providers may be booked: how long before a start, and how far ahead.</summary>
/// <remarks>
/// Most providers may be booked from the same notice on, up to the same day. The others are few or have a policy of
/// their own, by which they are found, so that a search of the time before and after need not test everybody.
/// </remarks>
/// <param name="Now">The instant of the search.</param>
/// <param name="Standard">The policy of those who have none.</param>
/// <param name="LeastNotice">
/// The shortest notice of a provider or an organisation, in minutes; null if none has a notice of its own.
/// </param>
/// <param name="MostNotice">The longest such notice.</param>
/// <param name="LeastDays">The fewest days ahead that a provider or an organisation allows; 0 is no bound.</param>
/// <param name="MostDays">The most such days.</param>
/// <param name="HasSteps">Whether a provider or an organisation has a step of its own that counts.</param>
sealed record Notices(
    Instant Now, Policy Standard, long? LeastNotice, long? MostNotice, long? LeastDays, long? MostDays, bool HasSteps)
{
    /// <summary>A part of the time of a search, with the providers who may be booked in it.</summary>
    /// <param name="Window">The time.</param>
    /// <param name="Whose">The providers.</param>
    public sealed record Stage(Interval Window, Whose Whose);

    /// <summary>The parts of a search, in order.</summary>
    public IEnumerable<Stage> Stages(Whose whose, Interval window)
    {
        var (earliest, latest) = (Now + Standard.BookNotice, LatestOf(Standard.FurthestDays));
        var (notice, days) = ((long)Standard.BookNotice.TotalMinutes, Standard.FurthestDays);
        var first = LeastNotice is { } least ? Instant.Min(earliest, Now + Duration.FromMinutes(least)) : earliest;
        if (Part(window, Instant.Max(Now, first), earliest) is { } before)
            yield return new(before, whose.And(Having("book_notice_minutes", $"< {notice}")));
        if (Part(window, earliest, latest) is { } within)
            yield return new(within, whose);
        if (days > 0 && (LeastDays == 0 || MostDays > days)
            && Part(window, latest, LatestOf(LeastDays == 0 ? 0 : MostDays!.Value)) is { } beyond)
            yield return new(beyond, whose.And(Having("furthest_days", $"NOT BETWEEN 1 AND {days}")));
    }

    /// <summary>
    /// The conditions on a provider <c>p</c> who may be booked at a start, as far as they make a difference in a
    /// window.
    /// </summary>
    /// <param name="window">The window of the search.</param>
    /// <param name="start">The expression for the start.</param>
    /// <param name="opening">The expression for the start of the opening.</param>
    /// <param name="given">The values of the statement.</param>
    public string Condition(Interval window, string start, string opening, Parameters given)
    {
        var all = new List<string>();
        if (MostNotice is { } notice && window.Start < Now + Duration.FromMinutes(notice))
            all.Add($"{start} >= {given.Add(Now.Micros)} + 60000000 * " +
                Of("book_notice_minutes", (long)Standard.BookNotice.TotalMinutes, given));
        if (LeastDays is not null)
            all.Add($"{start} <= {given.Add(Now.Micros)} + 86400000000 * " +
                $"COALESCE(NULLIF({Of("furthest_days", Standard.FurthestDays, given)}, 0), 3650000)");
        var step = (long)Standard.Step.TotalMinutes;
        if (HasSteps)
            all.Add($"({start} - {opening}) % COALESCE(NULLIF(60000000 * " +
                $"{Of("step_minutes", step, given)}, 0), 1) = 0");
        else if (step > 0)
            all.Add($"({start} - {opening}) % {given.Add(step * 60_000_000)} = 0");
        return all.Count == 0 ? "TRUE" : string.Join(" AND ", all);
    }

    Instant LatestOf(long days) => days == 0 ? Instants.Latest : Now + Duration.FromDays(days) + Instants.Moment;

    static Interval? Part(Interval window, Instant from, Instant to)
    {
        var (start, end) = (Instant.Max(window.Start, from), Instant.Min(window.End, to));
        return start < end ? new Interval(start, end) : null;
    }

    static string Of(string column, long standard, Parameters given) => $"""
        COALESCE(
            (SELECT own.{column} FROM policies own WHERE own.level = 'provider' AND own.subject_id = p.id),
            (SELECT own.{column} FROM policies own
             WHERE own.level = 'organisation' AND own.subject_id = p.organisation_id),
            {given.Add(standard)})
        """;

    /// <summary>The providers who have a policy, or whose organisation has one, that says such a thing.</summary>
    static Whose Having(string column, string what)
    {
        var says = $"{column} IS NOT NULL AND {column} {what}";
        return new(
            _ => $"""
                COALESCE(
                    (SELECT 1 FROM policies WHERE level = 'provider' AND subject_id = p.id AND {says}),
                    (SELECT 1 FROM policies WHERE level = 'organisation' AND subject_id = p.organisation_id AND {says})
                ) IS NOT NULL
                """,
            _ => $"""
                SELECT said.id
                FROM (
                    SELECT subject_id AS id FROM policies WHERE level = 'provider' AND {says}
                    UNION ALL
                    SELECT member.id
                    FROM policies
                    JOIN public_providers member ON member.organisation_id = policies.subject_id
                    WHERE level = 'organisation' AND {says}
                ) AS said
                """);
    }

    /// <summary>Asks for them; they are wanted later.</summary>
    public static Func<Task<Notices>> Ask(Session session, Call call, Service? service)
    {
        var asked = session.Ask(FindSaid, Said.Read, ("service", service?.Id));
        return async () => Of((await asked.Rows())[0], call);
    }

    static Notices Of(Said said, Call call)
    {
        var standard = Policy.Default(call.Settings<SchedulingSettings>());
        standard = standard with
        {
            BookNotice = said.OwnNotice is { } notice ? TimeSpan.FromMinutes(notice) : standard.BookNotice,
            FurthestDays = (int)(said.OwnDays ?? standard.FurthestDays),
            Step = said.OwnStep is { } step ? TimeSpan.FromMinutes(step) : standard.Step,
        };
        // What a service says holds for all who offer it.
        return new Notices(
            call.Now, standard, said.OwnNotice is null ? said.LeastNotice : null,
            said.OwnNotice is null ? said.MostNotice : null, said.OwnDays is null ? said.LeastDays : null,
            said.OwnDays is null ? said.MostDays : null, said.OwnStep is null && said.Steps > 0);
    }

    sealed record Said(
        long? OwnNotice, long? OwnDays, long? OwnStep, long? LeastNotice, long? MostNotice, long? LeastDays,
        long? MostDays, long Steps)
    {
        public static Said Read(Row row) => new(
            row.LongOrNull("own_notice"), row.LongOrNull("own_days"), row.LongOrNull("own_step"),
            row.LongOrNull("least_notice"), row.LongOrNull("most_notice"), row.LongOrNull("least_days"),
            row.LongOrNull("most_days"), row.Long("steps"));
    }

    static readonly Sql FindSaid = new($"""
        SELECT own.book_notice_minutes AS own_notice, own.furthest_days AS own_days, own.step_minutes AS own_step,
               {End("MIN", "book_notice_minutes")} AS least_notice, {End("MAX", "book_notice_minutes")} AS most_notice,
               {End("MIN", "furthest_days")} AS least_days, {End("MAX", "furthest_days")} AS most_days,
               (SELECT COUNT(*)
                FROM (SELECT 1 FROM policies WHERE step_minutes > 0 AND level <> 'service' LIMIT 1) AS steps) AS steps
        FROM (SELECT 1 AS one) AS always
        LEFT JOIN policies own ON own.level = 'service' AND own.subject_id = @service
        """);

    // Each end of an index is read alone, not all of it.
    static string End(string which, string column) => $"""
        (SELECT {which}(ends.value)
         FROM (
             SELECT (SELECT {which}({column}) FROM policies
                     WHERE level = 'provider' AND {column} IS NOT NULL) AS value
             UNION ALL
             SELECT (SELECT {which}({column}) FROM policies WHERE level = 'organisation' AND {column} IS NOT NULL)
         ) AS ends)
        """;
}
