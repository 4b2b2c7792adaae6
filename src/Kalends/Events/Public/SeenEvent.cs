using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Events.Public;

/// <summary>An event of the log, for a module that passes it on.</summary>
sealed class SeenEvent
{
    readonly LoggedEvent _logged;
    readonly long? _organisationId;
    readonly string? _ownerUserId;
    HashSet<string>? _words;

    SeenEvent(LoggedEvent logged, long? organisationId, string? ownerUserId) =>
        (_logged, _organisationId, _ownerUserId) = (logged, organisationId, ownerUserId);

    public long Number => _logged.Seq;

    public string Id => _logged.Id;

    public string Position => _logged.Position;

    public Instant CreatedAt => _logged.CreatedAt;

    public string? Component => _logged.Component;

    public string? Kind => _logged.Kind;

    public string? Subject => _logged.Subject;

    public string Actor => _logged.Actor;

    public long? ProviderId => _logged.ProviderId;

    public string? Email => _logged.Email;

    public string? Environment => _logged.Environment;

    public string? Message => _logged.Message;

    /// <summary>Whether a reader with this scope sees it, as <see cref="LoggedEvent.IsVisible"/> decides.</summary>
    public bool IsVisibleTo(RowScope scope) => scope.Covers(_ownerUserId, _organisationId);

    /// <summary>Whether its message has all these words.</summary>
    public bool HasWords(IEnumerable<string> words)
    {
        _words ??= Message is null ? [] : [.. EventWords.ToIndex(Message)];
        return words.All(_words.Contains);
    }

    /// <summary>The event as its readers get it from <c>GET /v1/events/{id}</c>.</summary>
    public RawJson Shown() => new(JsonSerializer.Serialize(_logged, Json.Options));

    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns = $"{LoggedEvent.Columns}, e.organisation_id, e.owner_user_id";

    public static SeenEvent Read(Row row) => new(
        LoggedEvent.Read(row), row.LongOrNull("organisation_id"), row.TextOrNull("owner_user_id"));

    /// <summary>
    /// The columns that decide whether an event is wanted: without its data and without what other systems wrote.
    /// </summary>
    public const string FewColumns =
        "e.seq, e.id, e.created_at, e.component, e.kind, e.subject, e.actor, e.provider_id, e.environment, " +
        "e.organisation_id, e.owner_user_id";

    public static SeenEvent ReadFew(Row row) => new(
        new LoggedEvent(
            row.Text("id"), LogCursor.Write(row.Long("seq")), row.At("created_at"), row.TextOrNull("component"),
            row.TextOrNull("kind"), row.TextOrNull("subject"), row.Text("actor"), row.LongOrNull("provider_id"),
            null, row.TextOrNull("environment"), null, null),
        row.LongOrNull("organisation_id"), row.TextOrNull("owner_user_id"));
}
