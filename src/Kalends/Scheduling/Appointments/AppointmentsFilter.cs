using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Appointments;

/// <summary>A filter of appointments, which must meet the conditions of all given members.</summary>
/// <param name="StartTimeUnixSecondsRange">Only appointments that start in this range.</param>
/// <param name="Type">
/// Only appointments of this type; an unknown type matches none, and an empty text is no condition.
/// </param>
/// <param name="TypeIn">Only appointments of one of these types; an empty list matches none.</param>
/// <param name="HasSpecialisms">
/// Only appointments whose provider has at least one of these skills; an empty list matches none.
/// </param>
/// <param name="StartsFrom">Only appointments that start at or after this instant.</param>
/// <param name="StartsBefore">Only appointments that start before this instant.</param>
/// <param name="EndsAfter">Only appointments that end after this instant.</param>
/// <param name="ProviderId">Only appointments of this provider.</param>
/// <param name="And">Only appointments that match all of these filters; an empty list is no condition.</param>
/// <param name="Or">Only appointments that match at least one of these filters; an empty list is no condition.</param>
/// <param name="Not">
/// Only appointments that do not match this filter; a filter without conditions is no condition here either.
/// </param>
sealed record AppointmentsFilter(
    IntRange? StartTimeUnixSecondsRange = null,
    [Text(0, 100)] string? Type = null,
    [Text(0, 100)] IReadOnlyList<string?>? TypeIn = null,
    [Text(0, 100)] IReadOnlyList<string?>? HasSpecialisms = null,
    Instant? StartsFrom = null,
    Instant? StartsBefore = null,
    Instant? EndsAfter = null,
    [Id] long? ProviderId = null,
    IReadOnlyList<AppointmentsFilter>? And = null,
    IReadOnlyList<AppointmentsFilter>? Or = null,
    AppointmentsFilter? Not = null)
{
    const int DepthMax = 10;
    const int NodesMax = 100;

    /// <summary>Refuses a tree that is too large for one statement.</summary>
    public AppointmentsFilter Bounded()
    {
        if (Depth() > DepthMax)
            throw Refused.Invalid("/filters", SchedulingErrors.TooDeep, $"Filters nest at most {DepthMax} deep.");
        if (Nodes() > NodesMax)
            throw Refused.Invalid(
                "/filters", SchedulingErrors.TooMany, $"There are at most {NodesMax} filters in one request.");
        return this;
    }

    // The reader of requests bounds the depth of the tree, and with it this recursion.
    int Depth() => 1 + Below().Select(filter => filter.Depth()).DefaultIfEmpty(0).Max();

    int Nodes() => 1 + Below().Sum(filter => filter.Nodes());

    IEnumerable<AppointmentsFilter> Below() =>
        (And ?? []).Concat(Or ?? []).Concat(Not is null ? [] : [Not]);

    /// <summary>The tree as a condition on openings that are appointments.</summary>
    /// <remarks>
    /// No column of the condition is ever null, so <c>NOT</c> is exact. The skills of a provider are tested by IN, so a
    /// provider with two of them gives no row twice.
    /// </remarks>
    public string Condition(Parameters given) => Said(given) ?? "TRUE";

    /// <summary>
    /// The same, or null if no condition is given, so that it neither admits nor excludes any appointment.
    /// </summary>
    string? Said(Parameters given)
    {
        var all = new List<string>();
        if (StartTimeUnixSecondsRange is { } range)
            all.Add($"starts_at BETWEEN {given.Add(Instant.FromUnixTimeSeconds(range.Begin))} " +
                $"AND {given.Add(Instant.FromUnixTimeSeconds(range.End))}");
        if (StartsFrom is { } from)
            all.Add($"starts_at >= {given.Add(from)}");
        if (StartsBefore is { } before)
            all.Add($"starts_at < {given.Add(before)}");
        // An appointment lasts a day at most, so the index of starts serves searches by end too.
        if (EndsAfter is { } after)
            all.Add(
                $"(starts_at > {given.Add(after - Appointment.LengthMax)} AND ends_at > {given.Add(after)})");
        if (!string.IsNullOrEmpty(Type))
            all.Add(OfTypes([Type], given));
        if (TypeIn is not null)
            all.Add(OfTypes(TypeIn, given));
        if (ProviderId is { } provider)
            all.Add($"provider_id = {given.Add(provider)}");
        if (HasSpecialisms is not null)
            all.Add(OfSkills(HasSpecialisms.OfType<string>().Distinct().ToList(), HasStart, given));

        all.AddRange((And ?? []).Select(filter => filter.Said(given)).OfType<string>());
        if ((Or ?? []).Select(filter => filter.Said(given)).OfType<string>().ToList() is { Count: > 0 } any)
            all.Add($"({string.Join(" OR ", any)})");
        if (Not?.Said(given) is { } not)
            all.Add($"NOT {not}");
        return all.Count == 0 ? null : $"({string.Join(" AND ", all)})";
    }

    /// <summary>
    /// Whether the filter has a condition on time, so that the index of starts is the best way to the rows.
    /// </summary>
    public bool HasStart => (StartTimeUnixSecondsRange ?? (object?)StartsFrom ?? StartsBefore ?? EndsAfter) is not null;

    // The condition excludes the other types: each of the two types has half of all rows, so no index by type is worth
    // using.
    static string OfTypes(IReadOnlyList<string?> wanted, Parameters given)
    {
        var others = AppointmentType.All.Where(type => !wanted.Contains(type)).ToList();
        return others.Count == 0 ? "TRUE"
            : others.Count == AppointmentType.All.Length ? "FALSE"
            : string.Join(" AND ", others.Select(type => $"type <> {given.Add(type)}"));
    }

    // Many providers may have a skill. If a start is given too, its index is the better way to the rows: the plus sign
    // keeps SQLite from reading all appointments of those providers.
    static string OfSkills(List<string> names, bool hasStart, Parameters given) => names.Count == 0
        ? "FALSE"
        : $"{(hasStart ? "+" : "")}provider_id IN " +
            $"(SELECT provider_id FROM public_provider_skills WHERE name {given.AddList(names)})";
}

/// <summary>A range of whole numbers with inclusive ends; a reversed range is empty.</summary>
/// <param name="Begin">The least number.</param>
/// <param name="End">The greatest number.</param>
sealed record IntRange(int Begin, int End);
