using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Hours;

/// <summary>Finds what is wrong with working hours that a caller enters.</summary>
static class HoursFaults
{
    // Without this bound many rules for one day could make tens of thousands of openings.
    const int StretchesOfWeekdayMax = 50;

    /// <summary>Stretches start on multiples of so many minutes.</summary>
    public const int GridMinutes = 5;

    /// <summary>Refuses hours that are faulty in themselves, with all faults.</summary>
    public static void Check(WorkingHours hours)
    {
        var errors = new ValidationErrors();
        Zone.Check(errors, hours.TimeZone);
        for (var i = 0; i < hours.Rules.Count; i++)
            Check(hours.Rules[i], errors, $"/rules/{i}");
        for (var i = 0; i < hours.Exceptions.Count; i++)
            Check(hours.Exceptions[i], errors, $"/exceptions/{i}");
        AddRepeated(errors, hours.Exceptions.Select(one => one.Date).ToList(), i => $"/exceptions/{i}/date");
        if (Enumerable.Range(1, 7).Any(day => StretchesOf(day, hours) > StretchesOfWeekdayMax))
            errors.Add("/rules", FaultCode.Count,
                $"All rules together have at most {StretchesOfWeekdayMax} stretches for a day of the week.");
        errors.ThrowIfAny();

        // Only rules that are sound in themselves can be compared.
        CheckOverlaps(hours.Rules, errors);
        errors.ThrowIfAny();
    }

    static int StretchesOf(int weekday, WorkingHours hours) =>
        hours.Rules.Where(rule => rule.Weekdays.Contains(weekday)).Sum(rule => rule.Stretches.Count);

    static void Check(HoursRule rule, ValidationErrors errors, string at)
    {
        AddRepeated(errors, rule.Weekdays, i => $"{at}/weekdays/{i}");
        AddRepeated(errors, rule.ServiceIds ?? [], i => $"{at}/service_ids/{i}");
        if (rule is { EveryWeeks: > 1, ValidFrom: null })
            errors.Add($"{at}/valid_from", FaultCode.Required, "every_weeks counts from the week of valid_from.");
        if (rule.ValidUntil < rule.ValidFrom)
            errors.Add($"{at}/valid_until", FaultCode.EndBeforeStart, "valid_until must not be before valid_from.");
        Check(rule.Stretches, rule.SlotMinutes, errors, $"{at}/stretches");
    }

    static void Check(HoursException exception, ValidationErrors errors, string at)
    {
        AddRepeated(errors, exception.ServiceIds ?? [], i => $"{at}/service_ids/{i}");
        Check(exception.Stretches ?? [], exception.SlotMinutes, errors, $"{at}/stretches");
    }

    static void Check(IReadOnlyList<HoursStretch> stretches, int slotMinutes, ValidationErrors errors, string at)
    {
        for (var i = 0; i < stretches.Count; i++)
            if (Check(stretches[i], slotMinutes, errors, $"{at}/{i}")
                && stretches.Take(i).Any(stretches[i].Overlaps))
                errors.Add($"{at}/{i}", SchedulingErrors.Overlaps,
                    "The stretches of a day must not overlap each other.");
    }

    static bool Check(HoursStretch stretch, int slotMinutes, ValidationErrors errors, string at)
    {
        var before = errors.Count;
        if (stretch.Start % GridMinutes != 0)
            errors.Add($"{at}/from", FaultCode.OffGrid, $"from must be a multiple of {GridMinutes} minutes.");
        if (stretch.End <= stretch.Start)
            errors.Add($"{at}/to", FaultCode.EndBeforeStart, "to must be after from; 24:00 is the end of the day.");
        else if ((stretch.End - stretch.Start) % slotMinutes != 0)
            errors.Add($"{at}/to", SchedulingErrors.NotAMultiple,
                $"The length must be a multiple of {slotMinutes} minutes.");
        return errors.Count == before;
    }

    static void CheckOverlaps(IReadOnlyList<HoursRule> rules, ValidationErrors errors)
    {
        for (var i = 0; i < rules.Count; i++)
            if (rules.Take(i).Any(one => HaveCommonHours(one, rules[i]) && one.Meets(rules[i])))
                errors.Add($"/rules/{i}", SchedulingErrors.Overlaps,
                    "The hours of two rules must not overlap on any date.");
    }

    static bool HaveCommonHours(HoursRule one, HoursRule other) =>
        one.Weekdays.Intersect(other.Weekdays).Any()
        && one.Stretches.Any(stretch => other.Stretches.Any(stretch.Overlaps));

    static void AddRepeated<T>(ValidationErrors errors, IReadOnlyList<T> values, Func<int, string> pointer)
    {
        var seen = new HashSet<T>();
        for (var i = 0; i < values.Count; i++)
            if (!seen.Add(values[i]))
                errors.Add(pointer(i), FaultCode.Repeated, $"{Written(values[i])} stands here twice.");
    }

    static string? Written<T>(T value) =>
        value is DateOnly date ? date.ToString("O", CultureInfo.InvariantCulture) : value?.ToString();

    /// <summary>
    /// Refuses services that the provider does not offer. Those that the hours name already may stay, so that hours can
    /// be stored as they were read; nobody can book them until they are offered again.
    /// </summary>
    public static async Task CheckServices(Session session, WorkingHours hours, WorkingHours? known)
    {
        var offered = (await session.All(
            FindOffered, row => row.Long("service_id"), ("provider", hours.ProviderId))).ToHashSet();
        offered.UnionWith(known?.ServiceIds ?? []);
        var errors = new ValidationErrors();
        for (var i = 0; i < hours.Rules.Count; i++)
            CheckServices(hours.Rules[i].ServiceIds ?? [], offered, errors, $"/rules/{i}");
        for (var i = 0; i < hours.Exceptions.Count; i++)
            CheckServices(hours.Exceptions[i].ServiceIds ?? [], offered, errors, $"/exceptions/{i}");
        errors.ThrowIfAny();
    }

    static void CheckServices(IReadOnlyList<long> ids, HashSet<long> offered, ValidationErrors errors, string at)
    {
        for (var i = 0; i < ids.Count; i++)
            if (!offered.Contains(ids[i]))
                errors.Add($"{at}/service_ids/{i}", SchedulingErrors.UnknownService,
                    "The provider does not offer this service: offer it first, or leave it out.");
    }

    static readonly Sql FindOffered = new("SELECT service_id FROM service_providers WHERE provider_id = @provider");
}
