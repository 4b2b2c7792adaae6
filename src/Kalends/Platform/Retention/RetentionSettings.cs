using System.ComponentModel.DataAnnotations;

namespace Kalends.Platform.Retention;

/// <summary>For how long records are kept that only grow in number; 0 is for ever.</summary>
sealed record RetentionSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Retention";

    /// <summary>The folder that gets the removed records, as files of JSON lines.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Days for which events are kept.</summary>
    [Range(0, 36_500)]
    public int EventDays { get; init; }

    /// <summary>Days for which it is kept who has read a client's record.</summary>
    [Range(0, 36_500)]
    public int ClientReadDays { get; init; }

    /// <summary>Days for which reservations are kept after they have ended.</summary>
    [Range(0, 36_500)]
    public int ReservationDays { get; init; }

    /// <summary>
    /// Days for which openings are kept after they have ended; one with reservations stays as long as these.
    /// </summary>
    [Range(0, 36_500)]
    public int OpeningDays { get; init; }

    /// <summary>Whether anything is ever removed.</summary>
    public bool IsOn => EventDays > 0 || ClientReadDays > 0 || ReservationDays > 0 || OpeningDays > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (IsOn && !System.IO.Directory.Exists(Folder))
            yield return new ValidationResult(
                "Folder must name a folder that is there: what is removed is written into it.");
        if (OpeningDays > 0 && (ReservationDays == 0 || ReservationDays > OpeningDays))
            yield return new ValidationResult(
                "OpeningDays needs ReservationDays, which must not be more: an opening stays as long as its " +
                "reservations.");
    }
}
