using System.Text.Json.Serialization;
using Kalends.Platform.Storage;

namespace Kalends.Events;

/// <summary>An entry of the event log.</summary>
/// <param name="Id">The event's UUID.</param>
/// <param name="Position">The position in the log, after which a list or a stream can continue.</param>
/// <param name="CreatedAt">The time of the event, by the clock of the process that made it.</param>
/// <param name="Component">The part of a system that reported the event.</param>
/// <param name="Kind">The kind of event, such as <c>reservation.held</c>.</param>
/// <param name="Subject">The thing that the event is about, such as <c>reservation/12</c>.</param>
/// <param name="Actor">The user who caused the event.</param>
/// <param name="ProviderId">The provider whose calendar or ledger the event is about.</param>
/// <param name="Email">The email address of the person concerned.</param>
/// <param name="Environment">The environment of the event, such as <c>production</c>.</param>
/// <param name="Message">A description of the event in words.</param>
/// <param name="Data">The facts, as any JSON value.</param>
sealed record LoggedEvent(
    string Id, string Position, Instant CreatedAt, string? Component, string? Kind, string? Subject, string Actor,
    long? ProviderId, string? Email, string? Environment, string? Message, RawJson? Data)
{
    [JsonIgnore]
    public long Seq => Events.LogCursor.Read(Position);

    /// <summary>The approximate size of the event in an answer, in bytes.</summary>
    [JsonIgnore]
    public long Size => 500 + Json.LengthOf(Message) + Json.LengthOf(Data?.Text);

    /// <summary>The newest visible number, for the followers of the log.</summary>
    public static readonly Sql Newest = new("SELECT COALESCE(MAX(seq), 0) AS n FROM events");

    /// <summary>Events with their texts, as far as these were not erased.</summary>
    public const string Rows = "events e LEFT JOIN event_texts t ON t.seq = e.seq";

    /// <summary>The columns that <see cref="Read"/> reads from <see cref="Rows"/>.</summary>
    public const string Columns =
        "e.seq, e.id, e.created_at, e.component, e.kind, e.subject, e.actor, e.provider_id, t.email, e.environment, " +
        "t.message, COALESCE(t.data, e.data) AS data";

    /// <summary>
    /// The condition for events that a caller may see: admins see everything, others see events about providers and
    /// clients that they owned or managed at the time.
    /// </summary>
    public const string IsVisible = "(@all OR e.organisation_id = @organisation OR e.owner_user_id = @owner)";

    public static LoggedEvent Read(Row row) => new(
        row.Text("id"), Events.LogCursor.Write(row.Long("seq")), row.At("created_at"), row.TextOrNull("component"),
        row.TextOrNull("kind"), row.TextOrNull("subject"), row.Text("actor"), row.LongOrNull("provider_id"),
        row.TextOrNull("email"), row.TextOrNull("environment"), row.TextOrNull("message"),
        row.TextOrNull("data") is { } data ? new RawJson(data) : null);
}
