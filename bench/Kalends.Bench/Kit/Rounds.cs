namespace Kalends.Bench.Kit;

/// <summary>What subject and reference did a second, in rounds that took turns.</summary>
/// <remarks>The machine is shared and its speed drifts: only the ratio of neighbours in time says something.</remarks>
sealed record Rounds(IReadOnlyList<double> Subject, IReadOnlyList<double> Reference)
{
    public const int WarmUps = 3;
    public const int TurnWarmUps = 2;

    public IReadOnlyList<double> Ratios { get; } = Subject.Zip(Reference, (s, r) => s / r).ToList();

    /// <summary>How many times as long as the reference the subject took.</summary>
    public IReadOnlyList<double> Times { get; } = Subject.Zip(Reference, (s, r) => r / s).ToList();

    /// <param name="shop">Says how many rounds, and how long.</param>
    /// <param name="subject">Works for a time and gives its rate.</param>
    /// <param name="reference">The same, of what it is measured against.</param>
    /// <param name="warmUps">Rounds that do not count; one is enough where a round takes long.</param>
    public static async Task<Rounds> Interleave(
        Workshop shop, Func<TimeSpan, Task<double>> subject, Func<TimeSpan, Task<double>> reference,
        int warmUps = WarmUps)
    {
        // Not counted: the compiler is still at work, caches fill.
        for (var round = 0; round < warmUps; round++)
        {
            await reference(shop.Round);
            await subject(shop.Round);
        }

        var (subjects, references) = (new List<double>(), new List<double>());
        for (var round = 0; round < shop.Rounds; round++)
        {
            // Who goes first changes, so that a drift favours neither.
            if (round % 2 == 0)
                references.Add(await reference(shop.Round));
            subjects.Add(await subject(shop.Round));
            if (round % 2 == 1)
                references.Add(await reference(shop.Round));
            await Console.Error.WriteLineAsync($"  {subjects[^1],6:0.##} / {references[^1]:0.##}");
        }
        return new Rounds(subjects, references);
    }

    /// <summary>Many works that take turns in one round, each against any other: what each did a second.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<double>>> Turns(
        Workshop shop, TimeSpan turn, IReadOnlyList<Func<TimeSpan, Task<double>>> works, int warmUps = TurnWarmUps)
    {
        var rates = works.Select(_ => new List<double>()).ToList();
        for (var round = -warmUps; round < shop.Rounds; round++)
        {
            var order = Enumerable.Range(0, works.Count);
            foreach (var work in round % 2 == 0 ? order : order.Reverse())
            {
                var rate = await works[work](turn);
                if (round >= 0)
                    rates[work].Add(rate);
            }
            if (round >= 0)
                await Console.Error.WriteLineAsync($"  {string.Join(' ', rates.Select(of => $"{of[^1],6:0.#}"))}");
        }
        return rates;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
