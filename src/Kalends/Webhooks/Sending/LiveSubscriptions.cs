using Kalends.Events.Public;
using Kalends.Platform.Storage;
using Kalends.Webhooks.Subscriptions;

namespace Kalends.Webhooks.Sending;

/// <summary>
/// The subscriptions that follow the log, by the kinds that they want: an event costs a look-up and a check of those
/// that want its kind.
/// </summary>
sealed class LiveSubscriptions(IReadOnlyList<Subscription> all)
{
    // Other systems may name any kinds, so what is remembered has a bound.
    const int KindsMax = 1000;

    readonly Dictionary<string, Subscription[]> _byKind = [];

    public static readonly LiveSubscriptions None = new([]);

    public bool AreNone => all.Count == 0;

    /// <summary>Whether one of them checks what other systems wrote.</summary>
    public bool ReadTexts { get; } = all.Any(one => one.ReadsTexts);

    /// <summary>The subscriptions that an event is for.</summary>
    public IEnumerable<Subscription> For(SeenEvent happened) => Of(happened.Kind).Where(one => one.Fits(happened));

    Subscription[] Of(string? kind)
    {
        var key = kind ?? "";
        if (_byKind.TryGetValue(key, out var known))
            return known;
        if (_byKind.Count == KindsMax)
            _byKind.Clear();
        return _byKind[key] = [.. all.Where(one => one.Wants(kind))];
    }

    public static async Task<LiveSubscriptions> Load(Session session) =>
        new(await session.All(FindLive, Subscription.Read));

    static readonly Sql FindLive = new($"SELECT {Subscription.Columns} FROM {Owner.Rows} WHERE w.live = 1");
}
