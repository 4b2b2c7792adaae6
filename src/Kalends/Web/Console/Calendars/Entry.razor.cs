namespace Kalends.Web.Console.Calendars;

/// <summary>A reservation, or a stretch of time that is open or closed; the script draws it from its data.</summary>
partial class Entry
{
    /// <param name="Day">The day on which it starts.</param>
    /// <param name="StartsAt">The start as programs read it.</param>
    /// <param name="EndsAt">The end as programs read it.</param>
    /// <param name="Times">From when to when.</param>
    /// <param name="ProviderId">The provider whose calendar it is in.</param>
    /// <param name="Lane">The place of that calendar among those shown, which decides the colour.</param>
    /// <param name="Provider">The name of the provider, where several are shown.</param>
    public sealed record Seen(
        LocalDate Day, string StartsAt, string EndsAt, string Times, long ProviderId, int Lane, string? Provider)
    {
        /// <summary>The kind of stretch, or the state of the reservation, as a word of the API.</summary>
        public string Kind { get; init; } = "";

        /// <summary>The id of the reservation.</summary>
        public long? Id { get; init; }

        /// <summary>What it is, in words.</summary>
        public string What { get; init; } = "";

        /// <summary>The state in words.</summary>
        public string? State { get; init; }

        /// <summary>The address of the reservation.</summary>
        public string? Href { get; init; }

        /// <summary>The address of the page that books in it.</summary>
        public string? BookHref { get; init; }

        /// <summary>The seconds until a hold lapses.</summary>
        public long? SecondsLeft { get; init; }

        /// <summary>The seconds that a hold lasts in all.</summary>
        public long? SecondsHeld { get; init; }

        /// <summary>The ETag of a reservation that can be moved.</summary>
        public string? Tag { get; init; }
    }
}
