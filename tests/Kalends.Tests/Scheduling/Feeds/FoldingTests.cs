using Kalends.Scheduling;
using Kalends.Scheduling.Feeds;

namespace Kalends.Tests.Scheduling.Feeds;

/// <summary>Names of any length come out of a calendar as they went in.</summary>
public sealed class FoldingTests
{
    static readonly Instant At = Instant.FromUtc(2030, 1, 7, 9, 0);

    [Theory]
    [InlineData("😀😀")]
    [InlineData("👩‍👩‍👧‍👦 👩‍⚕️")]
    [InlineData("å̊ö漢字")]
    [InlineData("a, b; c \\ d")]
    public void A_line_is_folded_between_whole_characters(string end)
    {
        for (var length = 40; length <= 90; length++)
            foreach (var name in new[] { new string('a', length) + end, string.Concat(Enumerable.Repeat(end, length)) })
                Assert.Equal(name, Assert.Single(Ics.Read(Written(name)).Events).Summary);
    }

    static string Written(string service) => CalendarOfBooked.Write(
        [
            new BookedTime(
                new Reservation(
                    1, 1, 1, 1, At, At + TimeSpan.FromHours(1), ReservationState.Confirmed, At, At, At, null, null),
                null, "Ada", "Europe/Stockholm", "Grace", service, null, "test"),
        ],
        new CalendarOfBooked.Titles());
}
