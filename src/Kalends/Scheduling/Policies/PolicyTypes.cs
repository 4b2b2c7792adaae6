using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Scheduling.Policies;

/// <summary>The schema types of policies.</summary>
static class PolicyTypes
{
    public static ObjectBuilder<BookingPolicy> BookingPolicy(Graph graph) => graph.Schema
        .Object<BookingPolicy>("BookingPolicy", Docs.Of(typeof(BookingPolicy)))
        .Field("bookNoticeMinutes", Scalars.Int.OrNull(), policy => policy.BookNoticeMinutes)
        .Field("cancelNoticeMinutes", Scalars.Int.OrNull(), policy => policy.CancelNoticeMinutes)
        .Field("moveNoticeMinutes", Scalars.Int.OrNull(), policy => policy.MoveNoticeMinutes)
        .Field("holdMinutes", Scalars.Int.OrNull(), policy => policy.HoldMinutes)
        .Field("furthestDays", Scalars.Int.OrNull(), policy => policy.FurthestDays)
        .Field("dayMax", Scalars.Int.OrNull(), policy => policy.DayMax)
        .Field("weekMax", Scalars.Int.OrNull(), policy => policy.WeekMax)
        .Field("clientMax", Scalars.Int.OrNull(), policy => policy.ClientMax)
        .Field("stepMinutes", Scalars.Int.OrNull(), policy => policy.StepMinutes)
        .Field("reminderMinutes", Scalars.Int.List().OrNull(), policy => policy.ReminderMinutes)
        .Field("lateCancelEventTypeId", Scalars.IdFromLong.OrNull(), policy => policy.LateCancelEventTypeId)
        .Field("updatedAt", graph.DateTime.OrNull(), policy => policy.UpdatedAt)
        .String("version", policy => policy.Tag.ToString())
        .Describe("version", "The ETag of the policy, for ifMatch.");

    public static ObjectBuilder<EffectivePolicy> EffectivePolicy(Graph graph) => graph.Schema
        .Object<EffectivePolicy>("EffectivePolicy", Docs.Of(typeof(EffectivePolicy)))
        .Int("bookNoticeMinutes", policy => policy.BookNoticeMinutes)
        .Int("cancelNoticeMinutes", policy => policy.CancelNoticeMinutes)
        .Int("moveNoticeMinutes", policy => policy.MoveNoticeMinutes)
        .Int("holdMinutes", policy => policy.HoldMinutes)
        .Int("furthestDays", policy => policy.FurthestDays)
        .Int("dayMax", policy => policy.DayMax)
        .Int("weekMax", policy => policy.WeekMax)
        .Int("clientMax", policy => policy.ClientMax)
        .Int("stepMinutes", policy => policy.StepMinutes)
        .Field("reminderMinutes", Scalars.Int.List(), policy => policy.ReminderMinutes)
        .Field("lateCancelEventTypeId", Scalars.IdFromLong.OrNull(), policy => policy.LateCancelEventTypeId)
        .String("timeZone", policy => policy.TimeZone);
}
