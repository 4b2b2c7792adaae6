using System.Text.Json;
using Kalends.Platform;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events.Public;

/// <summary>
/// Appends to the event log in the transaction of the change itself: no change without its event, and no event without
/// its change.
/// </summary>
static class EventLog
{
    public static ValueTask Append(Session session, Call call, DomainEvent happened)
    {
        session.Announce();
        return session.Ride(Insert,
            ("id", Guid.CreateVersion7().ToString()),
            ("now", call.Now),
            ("component", happened.Component),
            ("kind", happened.Kind),
            ("subject", happened.Subject),
            ("actor", call.Caller.UserId),
            ("data", JsonSerializer.Serialize(happened.Data, Json.Options)),
            ("provider", happened.ProviderId),
            ("organisation", happened.OrganisationId));
    }

    static readonly Sql Insert = new("""
        INSERT INTO events
            (id, created_at, component, kind, subject, actor, data, provider_id, organisation_id)
        VALUES (@id, @now, @component, @kind, @subject, @actor, @data, @provider, @organisation)
        """);
}

/// <summary>Something that happened in the product.</summary>
/// <param name="Component">The module it happened in: <c>scheduling</c>.</param>
/// <param name="Kind">What happened: <c>reservation.held</c>.</param>
/// <param name="Subject">What it happened to: <c>reservation/12</c>.</param>
/// <param name="Data">The facts; written as JSON.</param>
sealed record DomainEvent(string Component, string Kind, string Subject, object Data)
{
    /// <summary>Whose calendar or ledger it is about: who owns or manages the provider may read it.</summary>
    public long? ProviderId { get; init; }

    /// <summary>The organisation whose managers may read what is about no provider.</summary>
    public long? OrganisationId { get; init; }
}
