using System.Text.Json.Serialization;
using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>The part of a client's record that was read.</summary>
enum ReadKind
{
    /// <summary>The client itself: names and time zone, alone or in a list.</summary>
    Record,

    /// <summary>Reservations: all of the client, a single one, or the reason of a cancellation.</summary>
    Reservations,

    /// <summary>The answers that were given with a reservation.</summary>
    Answers,

    /// <summary>The e-mail address and the telephone number.</summary>
    Contact,

    /// <summary>The name in a calendar feed; one read stands for a whole day.</summary>
    Calendar,

    /// <summary>All that is held about the client.</summary>
    Export,
}

/// <summary>A read of a client's record by somebody else (FHIR AuditEvent).</summary>
/// <param name="ReadAt">
/// The time of the read. Further reads of the same kind by the same user within a quarter of an hour are not listed.
/// </param>
/// <param name="Kind">The part of the record that was read.</param>
/// <param name="ReaderId">The UUID of the user who read it.</param>
/// <param name="ReaderName">The name of the provider who that user is; null for anybody else.</param>
/// <param name="OrganisationId">The organisation that the user managed at that time.</param>
/// <param name="Organisation">The name of that organisation.</param>
sealed record ClientRead(
    Instant ReadAt, ReadKind Kind, string ReaderId, string? ReaderName, long? OrganisationId, string? Organisation)
{
    /// <summary>The begin of the stretch of time that this read stands for.</summary>
    [JsonIgnore]
    public Instant Since { get; init; }

    public static ClientRead Read(Row row) => new(
        row.At("read_at"), row.Word<ReadKind>("kind"), row.Text("reader"), row.TextOrNull("reader_name"),
        row.LongOrNull("organisation_id"), row.TextOrNull("organisation"))
    {
        Since = row.At("since"),
    };
}
