using Kalends.Webhooks.Deliveries;
using Kalends.Webhooks.Sending;

namespace Kalends.Tests.Webhooks;

/// <summary>What follows a failure, as a table.</summary>
public sealed class RetryTests
{
    static readonly Instant Since = Instant.FromUtc(2030, 1, 7, 8, 0);

    [Theory]
    [InlineData(1, null, Verdict.Retry)]
    [InlineData(10, null, Verdict.Retry)]
    [InlineData(11, null, Verdict.Pause)]
    [InlineData(11, -1, Verdict.Pause)]
    [InlineData(11, 0, Verdict.Pause)]
    [InlineData(11, 1, Verdict.GiveUp)]
    [InlineData(10, 1, Verdict.Retry)]
    internal void A_failure_is_repeated_ten_times(long failures, int? successAfterHours, Verdict verdict) =>
        Assert.Equal(verdict, Retries.After(
            AttemptProblem.BadStatus, failures, Since,
            successAfterHours is { } hours ? Since + TimeSpan.FromHours(hours) : null));

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    public void Gone_ends_the_webhook_at_once(long failures) =>
        Assert.Equal(Verdict.Gone, Retries.After(AttemptProblem.Gone, failures, Since, Since + TimeSpan.FromHours(1)));

    [Fact]
    public void The_pauses_grow_and_last_about_three_days()
    {
        foreach (var id in Enumerable.Range(1, 1000))
        {
            var pauses = Enumerable.Range(1, 10).Select(failures => Retries.Pause(failures, id)).ToList();

            Assert.Equal(pauses.Order(), pauses);
            Assert.InRange(pauses[0], TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(5.5));
            Assert.InRange(
                pauses.Aggregate(TimeSpan.Zero, (sum, one) => sum + one), TimeSpan.FromHours(64),
                TimeSpan.FromHours(79));
            Assert.All(pauses, pause => Assert.True(pause < Retries.Far));
        }
    }

    [Fact]
    public void Deliveries_that_failed_together_are_attempted_at_different_times() => Assert.InRange(
        Enumerable.Range(1, 1000).Select(id => Retries.Pause(5, id)).Distinct().Count(), 150, 201);
}
