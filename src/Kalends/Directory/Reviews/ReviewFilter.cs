using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Directory.Reviews;

/// <summary>
/// Which reviews are wanted, in whatever state: of the providers that the caller keeps or moderates, or the caller's
/// own.
/// </summary>
/// <param name="Mine">Those that the caller wrote; otherwise those of providers that they keep or moderate.</param>
/// <param name="ProviderId">Only those of this provider.</param>
/// <param name="State">Only those that stand so; who keeps a provider sees what is published or hidden.</param>
sealed record ReviewFilter(bool Mine = false, [Id] long? ProviderId = null, ReviewState? State = null)
{
    /// <summary>Reviews between two ids, both exclusive; the newest first, or the oldest if backward.</summary>
    public ValueTask<List<Review>> Find(
        Session session, Call call, long above, long below, bool backward, int limit)
    {
        var ways = backward ? Backward : Forward;
        var way = Mine ? ways.OfCaller
            : ProviderId is not null ? ways.OfProvider
            : DirectoryAccess.Moderate.Of(call.Caller).All ? ways.All
            : ways.OfKept;
        return session.All(way, Review.Read, Review.With(call,
            ("provider", ProviderId), ("state", State), ("above", above), ("below", below), ("limit", limit)));
    }

    // One statement for each access path, so that each has an index to walk.
    sealed record Ways(Sql All, Sql OfCaller, Sql OfProvider, Sql OfKept);

    static readonly Ways Forward = InDirection("DESC");

    static readonly Ways Backward = InDirection("ASC");

    static Ways InDirection(string direction) => new(
        All: Statement("@all", direction),
        OfCaller: Statement(
            "r.user_id = @me AND COALESCE(r.provider_id = CAST(@provider AS BIGINT), TRUE)", direction),
        OfProvider: Statement($"r.provider_id = @provider AND {Review.VisibleToKeepers}", direction),
        OfKept: Statement($"""
            r.provider_id IN (
                SELECT id FROM public_providers WHERE organisation_id = @organisation
                UNION SELECT id FROM public_providers WHERE owner_user_id = @me
                UNION SELECT id FROM public_providers WHERE user_id = @me)
            AND {Review.VisibleToKeepers}
            """, direction));

    static Sql Statement(string way, string direction) => new($"""
        SELECT {Review.Columns}
        FROM {Review.From}
        WHERE {way}
          AND COALESCE(r.state = CAST(@state AS TEXT), TRUE) AND r.id > @above AND r.id < @below
        ORDER BY r.id {direction}
        LIMIT @limit
        """);
}
