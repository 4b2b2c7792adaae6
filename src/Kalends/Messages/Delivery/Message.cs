using Kalends.Events.Public;
using Kalends.Platform.Storage;

namespace Kalends.Messages.Delivery;

/// <summary>The state of a message.</summary>
enum MessageState
{
    /// <summary>It is still to be sent.</summary>
    Waiting,

    /// <summary>The mail server has taken it, or other systems were told that it is due.</summary>
    Sent,

    /// <summary>It could not be sent.</summary>
    Failed,

    /// <summary>It was of no use any more when its turn came.</summary>
    Dropped,
}

/// <summary>The reason for which a message was not sent, or not yet.</summary>
enum MessageProblem
{
    /// <summary>No connection to the mail server could be made, or it was lost.</summary>
    Unreachable,

    /// <summary>The mail server did not answer in time.</summary>
    TimedOut,

    /// <summary>The connection to the mail server could not be encrypted.</summary>
    NotEncrypted,

    /// <summary>The mail server refused our user name, password or sender.</summary>
    NotSignedIn,

    /// <summary>The mail server said that a later attempt may succeed.</summary>
    Deferred,

    /// <summary>The mail server refused the recipient or the message for good.</summary>
    Rejected,

    /// <summary>The process ended twice while it was sending: nobody knows whether the message has arrived.</summary>
    Interrupted,

    /// <summary>It could not be sent in time.</summary>
    Expired,

    /// <summary>What it is about has changed.</summary>
    Outdated,

    /// <summary>The person no longer wants such messages.</summary>
    Unwanted,

    /// <summary>The person has no verified address any more.</summary>
    NoAddress,

    /// <summary>The operator has turned such messages off.</summary>
    TurnedOff,

    /// <summary>The organisation's template could not be filled in.</summary>
    BadTemplate,
}

/// <summary>A message to a person, without its text.</summary>
/// <param name="Id">The id of the message.</param>
/// <param name="Kind">The kind of message.</param>
/// <param name="Channel">The way in which it reaches the person.</param>
/// <param name="ReservationId">The reservation that it is about.</param>
/// <param name="ClientId">The client whom it is for.</param>
/// <param name="OrganisationId">The organisation of the reservation.</param>
/// <param name="Recipient">The address that it was sent to, with most of it hidden.</param>
/// <param name="State">The state of the message.</param>
/// <param name="Attempts">How often it was tried to send it.</param>
/// <param name="Problem">The reason for which it was not sent, or not yet.</param>
/// <param name="SmtpStatus">The status with which the mail server refused it.</param>
/// <param name="CreatedAt">The time at which it was due first.</param>
/// <param name="NextAttemptAt">The time of the next attempt, if it waits.</param>
/// <param name="FinishedAt">The time at which it was sent, given up or dropped.</param>
sealed record Message(
    long Id, MessageKind Kind, MessageChannel Channel, long? ReservationId, long? ClientId, long? OrganisationId,
    string? Recipient, MessageState State, int Attempts, MessageProblem? Problem, int? SmtpStatus, Instant CreatedAt,
    Instant? NextAttemptAt, Instant? FinishedAt)
{
    /// <summary>The event about this message, with ids only.</summary>
    public DomainEvent Event(string verb) => new(
        "messages", $"message.{verb}", $"message/{Id}",
        new Facts(Id, Kind, Channel, ReservationId, ClientId, Problem))
    {
        OrganisationId = OrganisationId,
    };

    sealed record Facts(
        long Id, MessageKind Kind, MessageChannel Channel, long? ReservationId, long? ClientId,
        MessageProblem? Problem);

    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns =
        "id, kind, channel, reservation_id, client_id, organisation_id, recipient, state, attempts, problem, " +
        "smtp_status, created_at, next_attempt_at, finished_at";

    public static Message Read(Row row) => new(
        row.Long("id"), row.Word<MessageKind>("kind"), row.Word<MessageChannel>("channel"),
        row.LongOrNull("reservation_id"), row.LongOrNull("client_id"), row.LongOrNull("organisation_id"),
        row.TextOrNull("recipient"), row.Word<MessageState>("state"), row.Int("attempts"),
        row.WordOrNull<MessageProblem>("problem"), row.IntOrNull("smtp_status"), row.At("created_at"),
        row.AtOrNull("next_attempt_at"), row.AtOrNull("finished_at"));
}
