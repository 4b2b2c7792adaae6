using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Kalends.Platform.Calls;
using Kalends.Scheduling;
using Microsoft.AspNetCore.Http;
using Interval = NodaTime.Interval;

namespace Kalends.Tests.Scheduling;

/// <summary>Pages of slots, which are written without a serializer.</summary>
public sealed class SlotPageTests
{
    const long Second = 1_000_000;
    const long Minute = 60 * Second;

    [Fact]
    public void A_page_of_slots_is_written_as_the_serializer_writes_it() => Prop
        .ForAll(Asked().ToArbitrary(), asked => Assert.Equal(
            JsonSerializer.Serialize(Page(asked), Platform.Json.Options), Written(Page(asked))))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <param name="Openings">The openings of the calendar.</param>
    /// <param name="Taken">The slots of the first one that are reserved.</param>
    /// <param name="Limit">The greatest number of slots.</param>
    /// <param name="ShowsAll">Whether all slots are shown.</param>
    sealed record Question(IReadOnlyList<Opening> Openings, IReadOnlyList<int> Taken, int Limit, bool ShowsAll);

    // Ids that grow by a digit within the page, days that end in it, instants with fractions and before 1970.
    static Gen<Question> Asked() =>
        from id in Gen.OneOf(Gen.Elements(24L, 244L, 2441L, 24414L), Gen.Choose(1, int.MaxValue).Select(n => (long)n))
        from day in Gen.Elements(-400L, -1L, 0L, 21_915L)
        from minute in Gen.Choose(0, 1439)
        from fraction in Gen.Elements(0L, 0L, 0L, 1L, Second / 2)
        from length in Gen.Elements(Second, 90 * Second, 15 * Minute, 50 * Minute, 1440 * Minute, Second * 3 / 2)
        from counts in Gen.Choose(1, 700).ListOf(2)
        from taken in Gen.Choose(0, 699).ListOf()
        from limit in Gen.Choose(1, 1000)
        from showsAll in Gen.Elements(true, false)
        let start = day * 1440 * Minute + minute * Minute + fraction
        let first = OpeningAt(id, start, length, counts[0])
        let second = OpeningAt(id + 1, first.EndsAt.Micros + 7 * Minute, length, counts[1])
        select new Question([first, second], taken.Where(one => one < first.SlotCount).Distinct().Order().ToList(),
            limit, showsAll);

    static Opening OpeningAt(long id, long start, long length, int count) => new(
        id, 7, Instants.FromMicros(start), Instants.FromMicros(start + length * count), Opening.LengthOf(length));

    static SlotPage Page(Question asked)
    {
        var busy = asked.Taken.Select(index => new Busy(
            asked.Openings[0].SlotAt(index), ReservationState.Confirmed, default, 1000 + index)).ToList();
        var window = new Interval(asked.Openings[0].StartsAt, asked.Openings[^1].EndsAt);
        var walk = new SlotWalk(
            new Calendar(asked.Openings, [], busy), StartRules.From(Instants.Earliest), window, asked.ShowsAll);
        return new SlotPage(walk, asked.Limit, asked.ShowsAll, new EntityTag(0, "tag"));
    }

    static string Written(SlotPage page)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext();
        http.Response.Body = body;
        // Everything is in memory, so nothing waits.
        page.WriteTo(http).GetAwaiter().GetResult();
        http.Response.CompleteAsync().GetAwaiter().GetResult();
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
