using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>Appends events about a provider, for those who keep the provider at that moment.</summary>
/// <remarks>
/// Who they are is written down with the event: a later owner or organisation sees what follows. An event that names
/// its own organisation or owner keeps that.
/// </remarks>
static class ProviderLog
{
    public static ValueTask Append(Session session, Call call, DomainEvent happened) =>
        EventLog.Append(session, call, happened, AppendForKeepers);

    static readonly Sql AppendForKeepers = EventLog.AppendFor("""
        SELECT organisation_id, owner_user_id FROM public_providers WHERE id = @provider
        """);
}
