using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Search;

/// <summary>Finds the providers whose days fit by the indexes of days.</summary>
static class AskedDays
{
    /// <summary>The greatest number of ranges; a query of more would be too long.</summary>
    const int RangesMax = 10;

    /// <summary>The query of providers whose days fit a filter, some of them twice; null if it asks for none.</summary>
    public static Func<Parameters, string>? Providers(ProviderFilter filter)
    {
        if (filter is { FreeFrom: { } from, FreeTo: { } to })
            return given => string.Join("\nUNION ALL\n", Covering(new DateRange(from, to), given));
        if (filter.AnyDates.Count is 0 or > RangesMax)
            return null;
        return given => string.Join("\nUNION ALL\n", filter.AnyDates.SelectMany(range =>
            Covering(range, given).Append(Inside(range, given))));
    }

    static IEnumerable<string> Covering(DateRange range, Parameters given)
    {
        var (nodes, first, last) = (
            DaysTree.Around(range), given.Add(range.FirstDay()), given.Add(range.LastDay()));
        string Where(string which) => $"SELECT h.provider_id FROM public_provider_days h WHERE {which}";
        if (nodes.Before.Count > 0)
            yield return Where($"h.node {given.AddList(nodes.Before)} AND h.to_day >= {last}");
        if (nodes.Behind.Count > 0)
            yield return Where($"h.node {given.AddList(nodes.Behind)} AND h.from_day <= {first}");
        yield return Where(
            $"h.node = {given.Add(nodes.Within)} AND h.from_day <= {first} AND h.to_day >= {last}");
    }

    static string Inside(DateRange range, Parameters given)
    {
        var (first, last) = (given.Add(range.FromDate), given.Add(range.ToDate));
        return "SELECT h.provider_id FROM public_provider_availability h " +
            $"WHERE h.from_date >= {first} AND h.from_date <= {last} AND h.to_date <= {last}";
    }
}
