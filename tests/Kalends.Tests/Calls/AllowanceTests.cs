using Kalends.Platform;

namespace Kalends.Tests.Calls;

/// <summary>What a request may read and hold.</summary>
public sealed class AllowanceTests
{
    [Fact]
    public void A_request_that_reads_too_much_ends()
    {
        using var allowance = new Allowance(new AnswerMemory(1 << 30), readMax: 100);
        allowance.Read(new string('x', 60));

        var refused = Assert.Throws<Refused>(() => allowance.Read(new string('x', 60)));

        Assert.Equal(("limit_answer", true), (refused.Code, refused.EndsRequest));
    }

    [Fact]
    public void What_all_requests_hold_has_an_end_and_is_given_back()
    {
        var memory = new AnswerMemory(1 << 20);
        using var first = new Allowance(memory, long.MaxValue);
        using (var second = new Allowance(memory, long.MaxValue))
        {
            second.Hold(900_000);

            var refused = Assert.Throws<Refused>(() => first.Hold(900_000));
            Assert.Equal(("memory_full", Reason.Busy, true), (refused.Code, refused.Reason, refused.EndsRequest));
        }

        // What was refused is not held, and giving something back is never refused.
        first.Hold(900_000);
        first.Hold(-900_000);
        first.Hold(900_000);
        Assert.InRange(memory.Held, 900_000, 1 << 20);
        first.Release();
        Assert.Equal(0, memory.Held);
    }

    [Fact]
    public void A_request_whose_rows_are_written_may_read_on()
    {
        using var allowance = new Allowance(new AnswerMemory(1 << 20), readMax: 100);

        for (var page = 0; page < 10; page++)
        {
            allowance.Read(new string('x', 90));
            allowance.Release();
        }
    }
}
