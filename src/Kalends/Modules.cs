using Kalends.Accounts;
using Kalends.Directory;
using Kalends.Events;
using Kalends.Messages;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.Integrity;
using Kalends.Platform.Storage;
using Kalends.Providers;
using Kalends.Reimbursements;
using Kalends.Scheduling;
using Kalends.Webhooks;

namespace Kalends;

/// <summary>A part of the product that can be served by itself.</summary>
/// <param name="Name">As <c>Kalends:Modules</c> writes it.</param>
/// <param name="Routes">Its map of REST.</param>
/// <param name="Fields">Its map of GraphQL.</param>
/// <param name="Add">
/// Its settings and what its use cases need; for every module, since a served one may lead to one that is not.
/// </param>
/// <param name="Work">What it does in the background, where it is served.</param>
/// <param name="Invariants">What always holds of its rows.</param>
/// <param name="TakesKeys">Whether programs call it with API keys.</param>
sealed record Module(
    string Name, Action<IEndpointRouteBuilder> Routes, Action<Graph>? Fields = null,
    Action<IServiceCollection, Settings>? Add = null, Action<IServiceCollection, Settings>? Work = null,
    Func<IReadOnlyList<Invariant>>? Invariants = null, bool TakesKeys = true);

/// <summary>All modules of the product, and those that this process serves.</summary>
static class Modules
{
    public static readonly IReadOnlyList<Module> All =
    [
        new("events", EventsModule.Map, EventsModule.Map, EventsSetup.Add, EventsSetup.Work, EventsSetup.Invariants),
        new(
            "accounts", AccountsModule.Map, AccountsModule.Map, AccountsSetup.Add, AccountsSetup.Work,
            AccountsSetup.Invariants),
        new(
            "providers", ProvidersModule.Map, ProvidersModule.Map, ProvidersSetup.Add,
            Invariants: ProvidersSetup.Invariants),
        new(
            "scheduling", SchedulingModule.Map, SchedulingModule.Map, SchedulingSetup.Add, SchedulingSetup.Work,
            SchedulingSetup.Invariants),
        new(
            "reimbursements", ReimbursementsModule.Map, ReimbursementsModule.Map, ReimbursementsSetup.Add,
            ReimbursementsSetup.Work, ReimbursementsSetup.Invariants),
        new(
            "directory", DirectoryModule.Map, DirectoryModule.Map, DirectorySetup.Add,
            Invariants: DirectorySetup.Invariants),
        new("messages", MessagesModule.Map, MessagesModule.Map, MessagesSetup.Add, MessagesSetup.Work),
        new("webhooks", WebhooksModule.Map, WebhooksModule.Map, WebhooksSetup.Add, WebhooksSetup.Work),
        new("originals", Originals.OriginalsModule.Map, Originals.OriginalsModule.Map, Originals.OriginalsSetup.Add),
        new(
            Web.WebModule.Name, Web.WebModule.Map, Add: Web.WebSetup.Add, Work: Web.WebSetup.Work, TakesKeys: false),
    ];

    /// <summary>
    /// Adds what all modules need, and what those that are served do by themselves; a process that only reads does
    /// nothing by itself.
    /// </summary>
    public static void Add(IServiceCollection services, Settings settings, IReadOnlyList<Module> served)
    {
        services.AddSingleton(new KeyScopes(All.Where(module => module.TakesKeys).Select(module => module.Name)));
        foreach (var module in All)
            module.Add?.Invoke(services, settings);
        foreach (var module in served.Where(_ => !settings.Of<StorageSettings>().ReadOnly))
            module.Work?.Invoke(services, settings);
    }

    /// <summary>The modules of these names, separated by commas; all of them where none is named.</summary>
    public static IReadOnlyList<Module> Served(string names)
    {
        const StringSplitOptions clean = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var wanted = names.Split(',', clean).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (wanted.Count == 0)
            return All;

        var served = All.Where(module => wanted.Remove(module.Name)).ToList();
        return wanted.Count == 0
            ? served
            : throw new StartRefused(
                $"Kalends:Modules names {string.Join(" and ", wanted.Order(StringComparer.Ordinal))}, " +
                "but the modules are " +
                $"{string.Join(", ", All.Select(module => module.Name))}.");
    }
}
