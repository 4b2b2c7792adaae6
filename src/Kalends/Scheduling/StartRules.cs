namespace Kalends.Scheduling;

/// <summary>The time that a reservation takes of a calendar.</summary>
/// <param name="Length">The length of the care; null if it is one slot, whatever its length.</param>
/// <param name="Before">The time before it in which nobody else may be reserved.</param>
/// <param name="After">The time after it in which nobody else may be reserved.</param>
readonly record struct Fit(TimeSpan? Length, TimeSpan Before, TimeSpan After)
{
    /// <summary>A single slot without buffers.</summary>
    public static readonly Fit OneSlot;

    /// <summary>The lengths in microseconds.</summary>
    public long[] Numbers => [Length?.Micros ?? 0, Before.Micros, After.Micros];

    /// <summary>The time of the care with its buffers.</summary>
    public Interval Around(Interval care) =>
        Length is null ? care : new Interval(care.Start - Before, care.End + After);
}

/// <summary>What a start must fulfil, at one instant, to be listed or reserved.</summary>
/// <param name="Now">Holds that lapse by this instant no longer count.</param>
/// <param name="Earliest">Starts before this instant are too soon.</param>
/// <param name="Latest">Starts after this instant are too far ahead.</param>
/// <param name="Step">
/// The step of starts, counted from the start of their opening; zero if each slot may be one.
/// </param>
/// <param name="Fit">The time that a reservation takes.</param>
/// <param name="Booked">The reservations that the limits count; null if there are no limits.</param>
sealed record StartRules(
    Instant Now, Instant Earliest, Instant Latest, TimeSpan Step, Fit Fit, BookedDays? Booked)
{
    /// <summary>The first start that is not too soon: one that has begun never is.</summary>
    public Instant FirstInTime => Instant.Max(Now + Instants.Moment, Earliest);

    /// <summary>The first start that is too far ahead.</summary>
    public Instant FirstTooFar => Latest + Instants.Moment;

    /// <summary>No rule but that time which has begun is over.</summary>
    public static StartRules From(Instant now) => new(now, now, Instants.Latest, TimeSpan.Zero, Fit.OneSlot, null);

    /// <summary>The rules for a caller who may override the policy; nobody can reserve time that has begun.</summary>
    public StartRules Overridden() =>
        this with { Earliest = Now, Latest = Instants.Latest, Step = TimeSpan.Zero, Booked = null };
}
