using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;
using Kalends.Scheduling.Public;

namespace Kalends.Scheduling.Services;

/// <summary>The stored services, for all use cases that change one.</summary>
static class ServiceStore
{
    /// <summary>
    /// Finds a service that the caller keeps, in the version that they know. Its row is locked, so that two changes at
    /// once run one after the other.
    /// </summary>
    public static async Task<Service> FindToChange(Session session, Call call, long id, string? ifMatch = null)
    {
        var known = await FindKept(session, call, id, FindAndHold);
        EntityTag.Check(ifMatch, known.Version);
        return known;
    }

    /// <summary>Finds a service that the caller keeps.</summary>
    public static Task<Service> FindKept(Session session, Call call, long id) => FindKept(session, call, id, Find);

    // Others may read an active service, so they are told that it is not theirs.
    static async Task<Service> FindKept(Session session, Call call, long id, Sql find)
    {
        var found = await session.One(find, Kept.Read, ("id", id));
        if (found is null || !(found.Keepers.Include(call) || found.Service.Active))
            throw SchedulingErrors.NoSuchService.Refused();
        return found.Keepers.Include(call) ? found.Service : throw SchedulingErrors.NotYourService.Refused();
    }

    /// <summary>Stores a change of a known service with its event; the caller holds its row.</summary>
    public static async Task<Service> Change(Session session, Call call, Service known, Service changed)
    {
        await CheckEventType(session, call, changed.EventTypeId, "/event_type_id");
        await session.Run(Update, changed.Values());
        await ProviderLog.Append(session, call, changed.Event("changed").WithChanges(known, changed));
        return changed;
    }

    /// <summary>Refuses an event type that does not exist.</summary>
    public static async Task CheckEventType(Session session, Call call, long? id, string pointer)
    {
        if (id is null)
            return;
        foreach (var types in call.Hooks<EventTypes>())
            if (await session.Number(types.Find, ("id", id)) is not null)
                return;
        throw Refused.Invalid(pointer, SchedulingErrors.UnknownEventType, "There is no such event type.");
    }

    sealed record Kept(Service Service, Keepers Keepers)
    {
        public static Kept Read(Row row) => new(Service.Read(row), Keepers.Read(row));
    }

    static readonly string WithKeepers = $"""
        SELECT {Service.Columns("s.")}, {Keepers.OfServiceColumns}
        FROM services s
        WHERE s.id = @id
        """;

    static readonly Sql Find = new(WithKeepers);

    static readonly Sql FindAndHold = new($$"""
        {{WithKeepers}}
        {lock}
        """);

    static readonly Sql Update = new("""
        UPDATE services
        SET name = @name, duration_minutes = @duration, buffer_before_minutes = @before, buffer_after_minutes = @after,
            mode = @mode, place = @place, event_type_id = @type, questions = @questions, active = @active,
            updated_at = @updated, version = @version
        WHERE id = @id
        """);
}
