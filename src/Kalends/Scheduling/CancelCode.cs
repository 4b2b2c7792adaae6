namespace Kalends.Scheduling;

/// <summary>Why a reservation was cancelled (FHIR Appointment.cancellationReason).</summary>
enum CancelCode
{
    /// <summary>The client wished so.</summary>
    ClientRequest,

    /// <summary>The client is ill.</summary>
    Illness,

    /// <summary>The provider cannot keep the appointment.</summary>
    ProviderUnavailable,

    /// <summary>The appointment is not needed any more.</summary>
    NotNeeded,

    /// <summary>The reservation was a mistake.</summary>
    BookedByMistake,

    /// <summary>There is another reason.</summary>
    Other,
}
