using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Scheduling.Services;

namespace Kalends.Scheduling.Policies;

/// <summary>Who says something about booking; the first of them who does decides.</summary>
enum PolicyLevel
{
    /// <summary>A service.</summary>
    Service,

    /// <summary>A provider.</summary>
    Provider,

    /// <summary>An organisation.</summary>
    Organisation,
}

/// <summary>A service, a provider or an organisation whose policy the caller keeps.</summary>
sealed record PolicySubject(PolicyLevel Level, long Id, long? ProviderId, long? OrganisationId)
{
    public static async Task<PolicySubject> Service(Session session, Call call, long id)
    {
        var service = await ServiceStore.FindKept(session, call, id);
        return new(PolicyLevel.Service, id, service.ProviderId, service.OrganisationId);
    }

    public static async Task<PolicySubject> Provider(Session session, Call call, long id)
    {
        await Scheduling.Provider.CheckAuthority(session, call, id);
        return new(PolicyLevel.Provider, id, id, null);
    }

    public static async Task<PolicySubject> Organisation(Session session, Call call, long id)
    {
        await Scheduling.Organisation.CheckAuthority(session, call, id);
        return new(PolicyLevel.Organisation, id, null, id);
    }

    /// <summary>The event that its policy changed.</summary>
    public DomainEvent Changed(BookingPolicy policy)
    {
        var level = EnumText.Of(Level);
        var happened = new DomainEvent("scheduling", "policy.changed", $"{level}/{Id}", new Facts(
            level, Id, policy.BookNoticeMinutes, policy.CancelNoticeMinutes, policy.MoveNoticeMinutes,
            policy.HoldMinutes, policy.FurthestDays, policy.DayMax, policy.WeekMax, policy.ClientMax,
            policy.StepMinutes, policy.ReminderMinutes, policy.LateCancelEventTypeId, policy.Version))
        {
            ProviderId = ProviderId,
        };
        return OrganisationId is null ? happened : happened with { OrganisationId = OrganisationId };
    }

    sealed record Facts(
        string Level, long SubjectId, int? BookNoticeMinutes, int? CancelNoticeMinutes, int? MoveNoticeMinutes,
        int? HoldMinutes, int? FurthestDays, int? DayMax, int? WeekMax, int? ClientMax, int? StepMinutes,
        IReadOnlyList<int>? ReminderMinutes, long? LateCancelEventTypeId, long Version);
}
