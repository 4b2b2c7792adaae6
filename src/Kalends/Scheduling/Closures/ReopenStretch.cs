using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Closures;

/// <summary>Lifts a closure, so that the slots in it can be reserved again.</summary>
static class ReopenStretch
{
    /// <param name="ProviderId">The id of the provider.</param>
    /// <param name="ClosureId">The id of the closure.</param>
    public sealed record Input([Id] long ProviderId, [Id] long ClosureId);

    public static Task<Answer<Closure>> Run(Input input, Call call) => call.Write(async session =>
    {
        await Provider.CheckAuthority(session, call, input.ProviderId);
        var lifted = await session.One(
            Delete, Closure.Read, ("closure", input.ClosureId), ("provider", input.ProviderId))
            ?? throw SchedulingErrors.NoSuchClosure.Refused();
        await ProviderLog.Append(session, call, lifted.Event("reopened"));
        return lifted;
    });

    static readonly Sql Delete = new("""
        DELETE FROM closures
        WHERE id = @closure AND provider_id = @provider
        RETURNING id, provider_id, starts_at, ends_at, reason
        """);
}
