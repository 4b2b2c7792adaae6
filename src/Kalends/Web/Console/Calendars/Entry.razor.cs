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

        /// <summary>The address of the hours that offer it.</summary>
        public string? HoursHref { get; init; }

        /// <summary>The ETag of those hours.</summary>
        public string? HoursTag { get; init; }

        /// <summary>What of it moves with the hours of its day.</summary>
        public IReadOnlyList<Edge> Edges { get; init; } = [];

        /// <summary>The seconds until a hold lapses.</summary>
        public long? SecondsLeft { get; init; }

        /// <summary>The seconds that a hold lasts in all.</summary>
        public long? SecondsHeld { get; init; }

        /// <summary>The ETag of a reservation that can be moved.</summary>
        public string? Tag { get; init; }
    }

    /// <param name="Side">The start or the end, as a word of the form.</param>
    /// <param name="At">Where it is, as programs read it.</param>
    /// <param name="Earliest">The first instant to which it can move.</param>
    /// <param name="Latest">The last instant to which it can move.</param>
    /// <param name="StepMinutes">The minutes by which it moves.</param>
    public sealed record Edge(string Side, string At, string Earliest, string Latest, int StepMinutes);
}
