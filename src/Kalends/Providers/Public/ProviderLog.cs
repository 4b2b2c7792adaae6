using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>Appends events about a provider, for the keepers that the provider has at that moment.</summary>
/// <remarks>
/// The keepers are stored with the event, so a later owner or organisation sees only later events. An event that names
/// its own organisation or owner keeps it.
/// </remarks>
static class ProviderLog
{
    public static ValueTask Append(Session session, Call call, DomainEvent happened) =>
        EventLog.Append(session, call, happened, AppendForKeepers);

    static readonly Sql AppendForKeepers = EventLog.AppendFor("""
        SELECT organisation_id, owner_user_id FROM public_providers WHERE id = @provider
        """);
}
