using Kalends.Platform.Calls;

namespace Kalends.Scheduling.Services;

/// <summary>The fields of a service that a caller sets.</summary>
/// <param name="Name">The name.</param>
/// <param name="DurationMinutes">The length of the care in minutes.</param>
/// <param name="BufferBeforeMinutes">The minutes before it in which nobody else may be reserved.</param>
/// <param name="BufferAfterMinutes">The minutes after it in which nobody else may be reserved.</param>
/// <param name="Mode">The way in which it takes place.</param>
/// <param name="Place">The address, the link or the telephone number.</param>
/// <param name="EventTypeId">The kind of care that a completed reservation registers.</param>
/// <param name="Questions">The questions to answer at booking.</param>
/// <param name="Active">Whether it can be booked.</param>
sealed record ServiceInput(
    [Text(1, 200)] string Name, [Number(5, 1440)] int DurationMinutes, [Number(0, 720)] int BufferBeforeMinutes = 0,
    [Number(0, 720)] int BufferAfterMinutes = 0, ServiceMode Mode = ServiceMode.OnSite,
    [Text(0, 500)] string? Place = null, [Id] long? EventTypeId = null,
    [Count(0, Question.Max)] IReadOnlyList<Question>? Questions = null, bool Active = true)
{
    /// <summary>A new service as it was entered, not stored yet.</summary>
    public Service Enter(long? organisationId, long? providerId, Instant now)
    {
        Question.CheckAll(Questions ?? []);
        return new Service(
            0, organisationId, providerId, Name, DurationMinutes, BufferBeforeMinutes, BufferAfterMinutes, Mode, Place,
            EventTypeId, Questions ?? [], Active, now, now, 1);
    }

    /// <summary>A known service with these fields, not stored yet; fields that are left out are removed.</summary>
    public Service Rewrite(Service known, Instant now) => Enter(known.OrganisationId, known.ProviderId, now) with
    {
        Id = known.Id,
        CreatedAt = known.CreatedAt,
        Version = known.Version + 1,
    };

    /// <summary>The present fields of a known service.</summary>
    public static ServiceInput Of(Service known) => new(
        known.Name, known.DurationMinutes, known.BufferBeforeMinutes, known.BufferAfterMinutes, known.Mode, known.Place,
        known.EventTypeId, known.Questions, known.Active);
}
