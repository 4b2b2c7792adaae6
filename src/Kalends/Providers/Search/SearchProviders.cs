using System.Globalization;
using System.Text.Json.Serialization;
using Kalends.Platform.Calls;
using Kalends.Providers.Public;

namespace Kalends.Providers.Search;

/// <summary>Finds providers; the same as the list, for filters that are too long for a query string.</summary>
static class SearchProviders
{
    /// <param name="Filter">Which.</param>
    /// <param name="Order">What they are sorted by; ids decide where that is equal.</param>
    /// <param name="Facets">What all that are found are counted by, beside the page.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Spread] ProviderFilter Filter, ProviderSort Order = ProviderSort.Id,
        [Count(0, 2)] IReadOnlyList<ProviderFacet>? Facets = null,
        [Number(1, 100)] int Limit = 50, [Text(0, 500)] string? Cursor = null);

    /// <summary>A page of the directory.</summary>
    /// <param name="Items">The providers.</param>
    /// <param name="Next">Asks for the page after this one; null on the last.</param>
    /// <param name="Facets">The counts that were asked for; absent where none were.</param>
    public sealed record Answer(
        IReadOnlyList<Profile> Items, string? Next,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProviderFacets? Facets);

    public static Task<Answer> Run(Input input, Call call)
    {
        var filter = input.Filter.Checked();
        var order = ProviderOrder.Of(input.Order);
        var part = new ProviderQuery.Part(After(order, input.Cursor), null, false, input.Limit + 1);
        return call.Read(async session =>
        {
            var counts = input.Facets is { Count: > 0 };
            var query = await ProviderQuery.Of(session, filter, order, call, all: counts);
            var rows = await query.Find(session, part);
            var facets = counts
                ? await ProviderFacets.Count(session, query, input.Facets!)
                : null;
            var page = Page.Of(rows, input.Limit, last => Write(order, last.Place));
            return new Answer(page.Items.Select(found => found.Profile).ToList(), page.Next, facets);
        });
    }

    static string Write(ProviderOrder order, IReadOnlyList<long> place) =>
        Platform.Calls.Cursor.Write($"{order.Name}:{string.Join(',', place)}");

    static List<long>? After(ProviderOrder order, string? cursor)
    {
        if (Platform.Calls.Cursor.Read(cursor) is not { } after)
            return null;
        var parts = after.Text.Split(':');
        return parts.Length == 2 && parts[0] == order.Name && Numbers(parts[1]) is { } place
            && place.Count == order.Columns.Count
                ? place
                : throw Refused.Invalid([new Fault(null, "cursor", "cursor", "The cursor belongs to another order.")]);
    }

    static List<long>? Numbers(string text)
    {
        var found = new List<long>();
        foreach (var part in text.Split(','))
            if (long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                found.Add(number);
            else
                return null;
        return found;
    }
}
