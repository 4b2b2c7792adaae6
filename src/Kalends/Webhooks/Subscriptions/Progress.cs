using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>Up to which number of the event log deliveries were queued, and the state of the subscriptions.</summary>
/// <param name="Position">The number.</param>
/// <param name="Generation">Counts the changes of subscriptions.</param>
sealed record Progress(long Position, long Generation)
{
    public static ValueTask<Progress?> Find(Session session) => session.One(Select, Read);

    /// <summary>
    /// Counts a change of a subscription, and locks the row: until the end of the transaction nothing is queued, and no
    /// other subscription changes. It is locked before any subscription.
    /// </summary>
    public static async Task<Progress> Change(Session session) => (await session.One(CountUp, Read))!;

    /// <summary>
    /// Moves the number, if neither it nor a subscription has changed meanwhile; locks the row like
    /// <see cref="Change"/>.
    /// </summary>
    public async Task<bool> MoveTo(Session session, long position) => await session.Run(
        Move, ("from", Position), ("generation", Generation), ("to", position)) == 1;

    static Progress Read(Row row) => new(row.Long("position"), row.Long("generation"));

    static readonly Sql Select = new("SELECT position, generation FROM webhook_progress WHERE one = 1");

    static readonly Sql CountUp = new("""
        UPDATE webhook_progress
        SET generation = generation + 1
        WHERE one = 1
        RETURNING position, generation
        """);

    static readonly Sql Move = new("""
        UPDATE webhook_progress
        SET position = @to
        WHERE one = 1 AND position = @from AND generation = @generation
        """);
}
