using System.Text.Json.Serialization;
using Kalends.Platform.Storage;
using Kalends.Platform.Time;

namespace Kalends.Events;

/// <summary>A line of the event log.</summary>
/// <param name="Id">A UUID that names it.</param>
/// <param name="Position">Its place in the log: reading goes on after it, in a list or in a stream.</param>
/// <param name="CreatedAt">When it was made, by the clock of the process that made it.</param>
/// <param name="Component">The part of a system that it comes from.</param>
/// <param name="Kind">What happened, such as <c>reservation.held</c>.</param>
/// <param name="Subject">What it happened to, such as <c>reservation/12</c>.</param>
/// <param name="Actor">The user who did it.</param>
/// <param name="ProviderId">The provider whose calendar or ledger it is about.</param>
/// <param name="Email">Whom it concerns.</param>
/// <param name="Environment">Where it happened, such as <c>production</c>.</param>
/// <param name="Message">What happened, in words.</param>
/// <param name="Data">The facts: any JSON value.</param>
sealed record LoggedEvent(
    string Id, string Position, Instant CreatedAt, string? Component, string? Kind, string? Subject, string Actor,
    long? ProviderId, string? Email, string? Environment, string? Message, RawJson? Data)
{
    [JsonIgnore]
    public long Seq => Events.LogCursor.Read(Position);

    /// <summary>About how many bytes it takes in an answer.</summary>
    [JsonIgnore]
    public long Size => 500 + Json.LengthOf(Message) + Json.LengthOf(Data?.Text);

    /// <summary>The newest number that can be seen; what follows the log asks for it.</summary>
    public static readonly Sql Newest = new("SELECT COALESCE(MAX(seq), 0) AS n FROM events");

    /// <summary>What <see cref="Read"/> reads, of the table that a statement calls e.</summary>
    public const string Columns =
        "e.seq, e.id, e.created_at, e.component, e.kind, e.subject, e.actor, e.provider_id, e.email, e.environment, " +
        "e.message, e.data";

    /// <summary>
    /// What of the log a caller may see: admins everything, others what was about the providers and clients that they
    /// owned or managed when it happened.
    /// </summary>
    public const string IsVisible = "(@all OR e.organisation_id = @organisation OR e.owner_user_id = @owner)";

    public static LoggedEvent Read(Row row) => new(
        row.Text("id"), Events.LogCursor.Write(row.Long("seq")), row.At("created_at"), row.TextOrNull("component"),
        row.TextOrNull("kind"), row.TextOrNull("subject"), row.Text("actor"), row.LongOrNull("provider_id"),
        row.TextOrNull("email"), row.TextOrNull("environment"), row.TextOrNull("message"),
        row.TextOrNull("data") is { } data ? new RawJson(data) : null);
}
