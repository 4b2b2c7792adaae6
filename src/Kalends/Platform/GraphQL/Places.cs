using Kalends.Platform.Calls;
using Kalends.Platform.Time;
using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Platform.GraphQL;

/// <summary>Places in the order of things that start, as the cursors of connections carry them.</summary>
static class Places
{
    const string Order = "starts_at";

    /// <summary>The places between which a page lies, both exclusive.</summary>
    public static (Place Low, Place High) Between(Relay.PageRequest page)
    {
        page.In(Order);
        return (Of(page.Low, Place.First), Of(page.High, Place.Last));
    }

    public static Relay.Cursor Cursor(Instant startsAt, long id) => new(Order, startsAt.Micros, id);

    static Place Of(Relay.Cursor? cursor, Place otherwise) =>
        cursor is null ? otherwise : new Place(new Instant(cursor.Number(0)), cursor.Number(1));
}
