using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Platform.Storage;
using Kalends.Platform.Unicode;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Availability;

/// <summary>
/// Finds the first slots that can be booked now with any of the providers who meet the criteria, soonest first; of
/// equal starts the lowest id of a provider comes first.
/// </summary>
static class FindFirstSlots
{
    /// <param name="ServiceId">
    /// Only providers who offer this service, and starts at which it fits; otherwise single slots are found.
    /// </param>
    /// <param name="Skill">Only providers with this skill; upper and lower case differ.</param>
    /// <param name="ProviderIds">Only these providers.</param>
    /// <param name="OrganisationId">Only providers of this organisation.</param>
    /// <param name="Language">Only providers who speak this language; <c>pt</c> finds <c>pt-BR</c> too.</param>
    /// <param name="Mode">Only providers who offer a service that takes place in this way.</param>
    /// <param name="From">Only slots that start at or after this instant; the default is now.</param>
    /// <param name="To">Only slots that start before this instant; by default there is no bound.</param>
    /// <param name="DaysOfWeek">Only slots that start on these days, from 1 for Monday to 7 for Sunday.</param>
    /// <param name="TimeOfDay">
    /// Only slots that start in this range of local times, such as <c>09:00-12:00</c>; its end is not included.
    /// </param>
    /// <param name="TimeZone">
    /// The IANA name of the time zone in which the days and times count; by default that of each provider.
    /// </param>
    /// <param name="Limit">
    /// The number of slots in a page. A search that finds little in much time ends its page early, and goes on from its
    /// <c>next</c>.
    /// </param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Id] long? ServiceId = null, [Text(1, 100)] string? Skill = null,
        [Count(1, FindFirstSlots.ProvidersMax)][Id] IReadOnlyList<long>? ProviderIds = null,
        [Id] long? OrganisationId = null, [Text(2, 35)] string? Language = null, ServiceMode? Mode = null,
        Instant? From = null, Instant? To = null,
        [Count(1, 7)][Number(1, 7)] IReadOnlyList<int>? DaysOfWeek = null,
        [Text(11, 11)] string? TimeOfDay = null, [Text(1, 100)] string? TimeZone = null,
        [Number(1, 100)] int Limit = 20, [Text(0, 500)] string? Cursor = null);

    /// <summary>The greatest number of providers by their ids.</summary>
    public const int ProvidersMax = 1000;

    // Calendars are read around their slots, and no instant lies behind the last year.
    static readonly Instant EndOfTime = Instants.Latest - Duration.FromDays(400);
    static readonly Instant StartOfTime = Instants.Earliest + Duration.FromDays(400);

    public static Task<Page<FirstSlot>> Run(Input input, Call call)
    {
        var stretch = FirstSlot.Order.Of(new(input.Limit, input.Cursor));
        Spot? after = stretch.Low is null ? null : SpotOf((long)stretch.Low[0], (long)stretch.Low[1]);
        return call.Read(async session =>
        {
            var search = await SearchOf(session, call, input);
            var found = await search.Find(session, call, after, input.Limit + 1);
            return new Page<FirstSlot>([.. found.Slots.Take(input.Limit)], NextOf(found, input.Limit)?.Write());
        });
    }

    /// <summary>What is searched for.</summary>
    public static async Task<SlotSearch> SearchOf(Session session, Call call, Input input)
    {
        var (window, times) = (WindowOf(input, call.Now), TimesOf(input));
        var service = input.ServiceId is { } id ? await FindService(session, call, id) : null;
        var whose = WhoseOf(input);
        return new SlotSearch(
            Publication.ConditionFor(call) is { } seen ? whose.And(new Whose(seen)) : whose, window, service, times);
    }

    static Interval WindowOf(Input input, Instant now)
    {
        var (from, to) = (input.From ?? now, input.To ?? Instants.Latest);
        var errors = new ValidationErrors();
        if (to < from)
            errors.AddParameter("to", FaultCode.EndBeforeStart, "to must not be before from.");
        if (input.Language is not null && !LanguageTag.IsOne(input.Language))
            errors.AddParameter("language", FaultCode.Format, "A language is a tag of BCP 47, such as en or pt-BR.");
        if (input.TimeOfDay is { } range && LocalTimes.Read(range) is null)
            errors.AddParameter(
                "time_of_day", FaultCode.Format, "time_of_day is a range of times of one day, such as 09:00-12:00.");
        errors.ThrowIfAny();
        return new Interval(Clamp(Instant.Max(from, now)), Clamp(Instant.Max(to, now)));
    }

    static Instant Clamp(Instant at) => Instant.Max(StartOfTime, Instant.Min(at, EndOfTime));

    static LocalTimes TimesOf(Input input)
    {
        var zone = Zone.Asked(input.TimeZone);
        var (from, to) = input.TimeOfDay is { } range
            ? LocalTimes.Read(range)!.Value
            : (LocalTimes.Any.From, LocalTimes.Any.To);
        return new LocalTimes(input.DaysOfWeek ?? [], from, to, zone);
    }

    static Spot SpotOf(long starts, long provider) => new(
        Instants.TryFromMicros(starts, out var at) ? Clamp(at) : EndOfTime, provider);

    // A page that stopped early is continued where the search stopped.
    static Cursor? NextOf(SlotSearch.Found found, int limit) =>
        found.Slots.Count > limit ? FirstSlot.Order.PlaceOf(found.Slots[limit - 1])
        : found.Stopped is { } spot ? FirstSlot.Order.PlaceOf(new FirstSlot(spot.ProviderId, 0, spot.Start, spot.Start))
        : null;

    static async Task<Service> FindService(Session session, Call call, long id) =>
        await session.One(
            call.Scope.IsOfPublished ? FindPublished : FindActive, Service.Read,
            ("id", id), ("open", Publication.Default(call)))
        ?? throw SchedulingErrors.NoSuchService.Refused();

    /// <summary>The criteria; the first one leads to the ids that are tested by all of them.</summary>
    static Whose WhoseOf(Input input)
    {
        var all = new List<Whose>();
        if (input.ProviderIds is { } ids)
            all.Add(new(
                given => $"p.id {given.AddList(ids)}",
                given => $"SELECT id FROM public_providers WHERE id {given.AddList(ids)}"));
        if (input.ServiceId is { } service)
            all.Add(Having("service_providers h", given => $"h.service_id = {given.Add(service)}"));
        if (input.OrganisationId is { } organisation)
            all.Add(new(
                given => $"(p.organisation_id = {given.Add(organisation)}) IS TRUE",
                given => $"SELECT id FROM public_providers WHERE organisation_id = {given.Add(organisation)}"));
        if (input.Skill is { } skill)
            all.Add(Having("public_provider_skills h", given =>
                $"h.skill_id = (SELECT s.id FROM public_skills s WHERE s.name = {given.Add(skill)})"));
        if (input.Language is { } language)
            all.Add(OfLanguage(language.ToLowerInvariant()));
        if (input.Mode is { } mode)
            all.Add(Having(
                "services s JOIN service_providers h ON h.service_id = s.id",
                given => $"s.active = 1 AND s.mode = {given.Add(EnumText.Of(mode))}"));
        return all.Aggregate(new Whose(_ => "TRUE"), (whose, next) => whose.And(next with
        {
            Among = whose.Among ?? next.Among,
        }));
    }

    static Whose OfLanguage(string tag) => Having(
        "public_provider_languages h",
        given =>
        {
            // A dot is the next character after a hyphen.
            var (same, from, to) = (given.Add(tag), given.Add(tag + "-"), given.Add(tag + "."));
            return $"(LOWER(h.tag {{bytes}}) = {same} OR (LOWER(h.tag {{bytes}}) >= {from} " +
                $"AND LOWER(h.tag {{bytes}}) < {to}))";
        });

    static Whose Having(string rows, Func<Parameters, string> which) => new(
        given => $"(SELECT 1 FROM {rows} WHERE h.provider_id = p.id AND {which(given)} LIMIT 1) IS NOT NULL",
        given => $"SELECT h.provider_id AS id FROM {rows} WHERE {which(given)}");

    static readonly Sql FindActive = Find("s.active = 1");

    static readonly Sql FindPublished = Find(Offers.OfPublished);

    static Sql Find(string which) => new($"""
        SELECT {Service.Columns("s.")}
        FROM services s
        WHERE s.id = @id AND {which}
        """);
}
