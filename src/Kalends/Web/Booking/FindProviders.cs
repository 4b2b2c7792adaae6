using Kalends.Directory.Search;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.Slots;
using Kalends.Web.Frame;

namespace Kalends.Web.Booking;

/// <summary>Finds providers, of all or of one organisation, with their first free times.</summary>
static class FindProviders
{
    /// <param name="OrganisationId">The organisation.</param>
    /// <param name="Text">Words of the name or of the skills.</param>
    /// <param name="Language">A language that the provider speaks.</param>
    /// <param name="CostMax">The highest cost of a day, in units of the installation's currency.</param>
    /// <param name="FreeUntil">The last day of the first free time.</param>
    /// <param name="Order">The order of the providers.</param>
    /// <param name="Cursor">The place at which the page begins.</param>
    public sealed record Input(
        [Id] long? OrganisationId = null, [Text(0, ProviderFilter.TextMax)] string? Text = null,
        [Text(2, 35)] string? Language = null, [Hundredths(0, 1_000_000_000, Rounds = true)] decimal? CostMax = null,
        DateOnly? FreeUntil = null, ProviderSort Order = ProviderSort.NextFree,
        [Text(0, 4096)] string? Cursor = null);

    /// <param name="OrganisationId">The organisation.</param>
    public sealed record Place([Id] long? OrganisationId = null);

    const int PageMax = 10;

    /// <summary>The number of pages without anybody that are passed over.</summary>
    const int EmptyMax = 10;

    const int TimesMax = 3;

    public static async Task<Shown> Run(Input input, Visit visit)
    {
        var call = visit.Call;
        var filter = FilterOf(input, visit, Currency.Find(call.Settings<ProvidersSettings>().Currency)!);
        var found = await Find(input.Cursor);
        // A search that has done enough work ends its page early, and may not have found anybody until then.
        for (var more = 0; more < EmptyMax && found is { Items: [], Next: { } place }; more++)
            found = await Find(place);
        // Where nobody is open to all, whoever signs in finds somebody.
        if (found is { Items: [], Next: null } && !visit.IsSignedIn)
            return Shown.Elsewhere(visit.SignInHref);
        var slots = await SlotsOfProviders.Run(
            [.. found.Items.Select(one => one.Id)], new(First: TimesMax), call);
        var cards = found.Items.Zip(slots, (profile, free) => ProviderCard.Of(profile, free, visit)).ToList();
        return await Show(new(input.OrganisationId), visit, new(cards, NextOf(input, found.Next, visit)), why: null);

        Task<SearchProviders.Answer> Find(string? cursor) =>
            SearchProviders.Run(new(filter, input.Order, Limit: PageMax, Cursor: cursor), call);
    }

    /// <summary>Shows the form again, with what was typed into it.</summary>
    public static Task<Shown> Again(Place page, Refused refused, Visit visit) => Show(page, visit, null, refused);

    static async Task<Shown> Show(Place page, Visit visit, FindView.Results? results, Refused? why)
    {
        var organisation = page.OrganisationId is { } id ? await NameOf(id, visit.Call) : null;
        var title = organisation ?? visit.Texts.FindTitle;
        var seen = new FindView.Seen(
            title, PathOf(page), visit.Call.Settings<ProvidersSettings>().Currency,
            FieldFault.Of(why, visit.Texts), results);
        return Shown.As<FindView, FindView.Seen>(title, seen);
    }

    static string PathOf(Place page) =>
        page.OrganisationId is { } id ? $"/book/organisations/{id}" : "/book";

    static ProviderFilter FilterOf(Input input, Visit visit, Currency currency)
    {
        var minor = (decimal)Math.Pow(10, currency.Exponent);
        return new ProviderFilter(
            Text: input.Text, Language: input.Language, OrganisationId: input.OrganisationId,
            CostMax: input.CostMax is { } cost ? (long)decimal.Floor(cost * minor) : null,
            FreeBefore: input.FreeUntil is { } day ? EndOf(day, visit) : null);
    }

    // The day ends at midnight of the visitor; the search looks only so far ahead.
    static Instant EndOf(DateOnly day, Visit visit)
    {
        var end = (visit.Zone ?? DateTimeZone.Utc)
            .AtStartOfDay(LocalDate.FromDateOnly(day == DateOnly.MaxValue ? day : day.AddDays(1))).ToInstant();
        return Instant.Max(visit.Call.Now, Instant.Min(end, visit.Call.Now + FreeProviders.Ahead));
    }

    static string? NextOf(Input input, string? cursor, Visit visit) => cursor is null ? null : Href.Of(
        PathOf(new(input.OrganisationId)),
        ((string[])["text", "language", "cost_max", "free_until", "order"])
            .Select(name => (name, visit.Typed(name))).Append(("cursor", cursor)));

    static async Task<string> NameOf(long id, Call call) => await call.Read(async session =>
        await session.One(FindOrganisation, row => row.Text("name"), ("id", id)))
        ?? throw PlatformErrors.NothingHere.Refused();

    static readonly Sql FindOrganisation = new("SELECT name FROM public_organisations WHERE id = @id");
}
