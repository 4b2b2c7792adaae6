using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling;

/// <summary>Finds what a start must fulfil in the calendars of providers.</summary>
static class CalendarRules
{
    /// <summary>The rules for slots of one provider that start in a window.</summary>
    /// <param name="session">The session that reads.</param>
    /// <param name="call">The call, whose time and settings count.</param>
    /// <param name="providerId">The id of the provider.</param>
    /// <param name="window">The window in which the slots start.</param>
    /// <param name="service">The service that is to be booked; null for single slots.</param>
    public static async Task<StartRules> Of(
        Session session, Call call, long providerId, Interval window, Service? service = null) =>
        (await Ask(session, call, providerId, window, service)())(providerId);

    /// <summary>Asks for the same rules, which are wanted later; see <see cref="Session.Ask"/>.</summary>
    public static Func<Task<Func<long, StartRules>>> Ask(
        Session session, Call call, long providerId, Interval window, Service? service = null) =>
        Ask(session, call, FindPolicy, ("provider", providerId), window, service);

    /// <summary>The rules for slots of many providers, by the id of the provider.</summary>
    public static Task<Func<long, StartRules>> Of(
        Session session, Call call, IReadOnlyList<long> providerIds, Interval window, Service? service = null) =>
        Ask(session, call, providerIds, window, service)();

    /// <summary>Asks for the rules for slots of many providers, which are wanted later.</summary>
    public static Func<Task<Func<long, StartRules>>> Ask(
        Session session, Call call, IReadOnlyList<long> providerIds, Interval window, Service? service = null) =>
        Ask(session, call, FindPolicies, ("providers", providerIds), window, service);

    static Func<Task<Func<long, StartRules>>> Ask(
        Session session, Call call, Sql find, (string, object?) whose, Interval window, Service? service)
    {
        var settings = call.Settings<SchedulingSettings>();
        var standard = Policy.Default(settings);
        // Most providers have no policy, and the settings decide; their limits count days in each provider's zone.
        var asked = session.Ask(
            find, row => new Held(row.Long("provider_id"), Policy.Read(row, settings)),
            whose, ("service", service?.Id), ("all", standard.HasLimits));
        return async () => await Of(session, call, await asked.Rows(), standard, window, service?.Fit ?? Fit.OneSlot);
    }

    static async Task<Func<long, StartRules>> Of(
        Session session, Call call, List<Held> found, Policy standard, Interval window, Fit fit)
    {
        var limited = found.Where(one => one.Policy.HasLimits).ToDictionary(one => one.ProviderId, one => one.Policy);
        var booked = limited.Count == 0 ? [] : await BookedDays.Load(session, limited, window, call.Now);

        var rules = found.ToDictionary(
            one => one.ProviderId,
            one => one.Policy.At(call.Now, TimeSpan.Zero, fit, booked.GetValueOrDefault(one.ProviderId)));
        return provider => rules.GetValueOrDefault(provider) ?? standard.At(call.Now, TimeSpan.Zero, fit, booked: null);
    }

    sealed record Held(long ProviderId, Policy Policy);

    static readonly Sql FindPolicy = Policies("= @provider");

    static readonly Sql FindPolicies = Policies("{list providers}");

    // Where nobody has a policy, no provider is looked at.
    static Sql Policies(string whose) => new($$"""
        SELECT p.id AS provider_id, p.time_zone, {{Policy.Columns}}
        FROM (SELECT 1 AS one WHERE @all UNION ALL SELECT 1 FROM policies LIMIT 1) AS any_policy
        CROSS JOIN public_providers p
        {{Policy.Joins}}
        WHERE p.id {{whose}}
          AND (@all OR ps.subject_id IS NOT NULL OR pp.subject_id IS NOT NULL OR po.subject_id IS NOT NULL)
        """);
}
