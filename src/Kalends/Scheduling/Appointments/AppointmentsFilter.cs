using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Scheduling.Appointments;

/// <summary>Which appointments are wanted: all that every member which is given lets through.</summary>
/// <param name="StartTimeUnixSecondsRange">Those that start in it.</param>
/// <param name="Type">Those of this type; a type that there is not has none, and an empty text says nothing.</param>
/// <param name="TypeIn">Those of one of these types; an empty list has none.</param>
/// <param name="HasSpecialisms">
/// Those whose provider has one or more of these skills, whatever else they have; an empty list has none.
/// </param>
/// <param name="StartsFrom">Those that start at or after it.</param>
/// <param name="StartsBefore">Those that start before it.</param>
/// <param name="EndsAfter">Those that end after it.</param>
/// <param name="ProviderId">Those of this provider.</param>
/// <param name="And">Those that each of these lets through; an empty list says nothing.</param>
/// <param name="Or">Those that one of these lets through; an empty list says nothing.</param>
/// <param name="Not">Those that it does not let through; where it says nothing, neither does this.</param>
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

    /// <summary>Refuses a tree that is too large to be put into one statement.</summary>
    public AppointmentsFilter Bounded()
    {
        if (Depth() > DepthMax)
            throw Refused.Invalid("/filters", SchedulingErrors.TooDeep, $"Filters nest at most {DepthMax} deep.");
        if (Nodes() > NodesMax)
            throw Refused.Invalid(
                "/filters", SchedulingErrors.TooMany, $"There are at most {NodesMax} filters in one request.");
        return this;
    }

    // What reads the tree from a request bounds how deep it can be, and with it this.
    int Depth() => 1 + Below().Select(filter => filter.Depth()).DefaultIfEmpty(0).Max();

    int Nodes() => 1 + Below().Sum(filter => filter.Nodes());

    IEnumerable<AppointmentsFilter> Below() =>
        (And ?? []).Concat(Or ?? []).Concat(Not is null ? [] : [Not]);

    /// <summary>The tree as a condition on openings that are appointments.</summary>
    /// <remarks>
    /// None of its columns is ever null, so that <c>NOT</c> means what it says. Skills are a set that the provider is
    /// in or not, so that two of them double no row.
    /// </remarks>
    public string Condition(Parameters given) => Said(given) ?? "TRUE";

    /// <summary>The same, or null where nothing is said: that neither lets anything through nor keeps it out.</summary>
    string? Said(Parameters given)
    {
        var all = new List<string>();
        if (StartTimeUnixSecondsRange is { } range)
            all.Add($"starts_at BETWEEN {given.Add(Instant.FromUnixSeconds(range.Begin))} " +
                $"AND {given.Add(Instant.FromUnixSeconds(range.End))}");
        if (StartsFrom is { } from)
            all.Add($"starts_at >= {given.Add(from)}");
        if (StartsBefore is { } before)
            all.Add($"starts_at < {given.Add(before)}");
        // An appointment lasts a day at most, so that the index of starts finds by ends too.
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

    /// <summary>Whether it asks for a time of its own, by whose index the rest is best looked through.</summary>
    public bool HasStart => (StartTimeUnixSecondsRange ?? (object?)StartsFrom ?? StartsBefore ?? EndsAfter) is not null;

    // By what they are not: of two types each has half of all, and no index is worth taking for that.
    static string OfTypes(IReadOnlyList<string?> wanted, Parameters given)
    {
        var others = AppointmentType.All.Where(type => !wanted.Contains(type)).ToList();
        return others.Count == 0 ? "TRUE"
            : others.Count == AppointmentType.All.Length ? "FALSE"
            : string.Join(" AND ", others.Select(type => $"type <> {given.Add(type)}"));
    }

    // Many providers may have a skill. Where a start is asked for too, its index is the way in: the sign keeps SQLite
    // from walking all of those providers' appointments instead.
    static string OfSkills(List<string> names, bool hasStart, Parameters given) => names.Count == 0
        ? "FALSE"
        : $"{(hasStart ? "+" : "")}provider_id IN " +
            $"(SELECT provider_id FROM public_provider_skills WHERE name {given.AddList(names)})";
}

/// <summary>A range of whole numbers, both ends inclusive; a reversed one is empty.</summary>
/// <param name="Begin">The least.</param>
/// <param name="End">The greatest.</param>
sealed record IntRange(int Begin, int End);
