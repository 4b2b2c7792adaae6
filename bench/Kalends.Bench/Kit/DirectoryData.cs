using Kalends.Directory.Search;
using Kalends.Providers.Public;

namespace Kalends.Bench.Kit;

/// <summary>A directory as a city might have one, drawn from a seed: the same each time, on both engines.</summary>
/// <remarks>
/// Of 300 skills the first is had by two providers in five and the last by one in 250; everybody has three to eight.
/// A day costs from 50 to 1,000, nine tenths in pounds. Half of all reviews are about a tenth of the providers, and
/// some providers have none. Days lie in 2030, so that it does not matter when the bench runs.
/// </remarks>
static class DirectoryData
{
    public const string Word = "directory";

    public const int ProvidersAtFull = 100_000;
    public const int ReviewsEach = 10;
    public const int Users = 200_000;
    public const int SkillCount = 300;

    public static readonly DateOnly Year = new(2030, 1, 1);

    /// <summary>All skills, the most common first.</summary>
    public static readonly IReadOnlyList<string> Skills = NameSkills();

    static readonly string[] Languages = ["en", "fr", "pl", "ur", "pa", "es", "de", "it", "pt-BR", "ar", "zh", "hi"];

    /// <summary>
    /// One of them. The ratings are in hundredths, oldest first, of one user each: the first of the first user, the
    /// next of the next.
    /// </summary>
    public sealed record Provider(
        long Id, string First, string Last, IReadOnlyList<int> Skills, long? Cost, string? Currency,
        IReadOnlyList<string> Languages, IReadOnlyList<DateRange> Availability, bool IsActive,
        IReadOnlyList<short> Ratings, int FirstUser)
    {
        public string Name => $"{First} {Last}";

        /// <summary>Of fifty reviews one is hidden, and one gave way to a later one.</summary>
        public static string StateOf(int review) => (review % 50) switch
        {
            31 => "hidden",
            43 => "replaced",
            _ => "published",
        };

        public IEnumerable<short> Published => Ratings.Where((_, n) => StateOf(n) == "published");

        public SearchTerms.Cut Words =>
            SearchTerms.Of(string.Join('\n', [Name, .. Skills.Select(skill => DirectoryData.Skills[skill])]));
    }

    /// <summary>Draws a number of providers, with ten times as many reviews.</summary>
    public static List<Provider> All(int count, DateOnly? year = null)
    {
        // Reviews are drawn by themselves: of fewer providers the first ones are the same people.
        var (random, opinions) = (new Random(20_300_101), new Random(20_300_102));
        var (firsts, lasts) = (NamePeople(random, 600, 2), NamePeople(random, 20_000, 3));
        var skills = new Lots(SkillCount, rank => 1.0 / (rank + 3));
        var (first, last) = (new Lots(firsts.Count, r => 1.0 / (r + 20)), new Lots(lasts.Count, r => 1.0 / (r + 200)));
        var reviews = Share(opinions, count);
        return Enumerable.Range(0, count).Select(n => new Provider(
            n + 1, firsts[first.Next(random)], lasts[last.Next(random)], SkillsOf(random, skills),
            (n % 25 == 7) ? null : 5000 + 500 * random.Next(191), (n % 25 == 7) ? null : n % 11 == 3 ? "EUR" : "GBP",
            LanguagesOf(random), Ranges(random, year ?? Year), random.Next(100) > 0, Rate(opinions, reviews[n]),
            opinions.Next(Users))).ToList();
    }

    static List<int> SkillsOf(Random random, Lots skills)
    {
        var held = new List<int>();
        for (var many = random.Next(3, 9); held.Count < many;)
            if (skills.Next(random) is var skill && !held.Contains(skill))
                held.Add(skill);
        return held;
    }

    static List<string> LanguagesOf(Random random) => random.Next(4) switch
    {
        0 => [Languages[0], Languages[random.Next(1, Languages.Length)]],
        1 => [Languages[random.Next(1, Languages.Length)], Languages[0]],
        _ => [Languages[0]],
    };

    // From a fortnight to five months each; some overlap or touch.
    static List<DateRange> Ranges(Random random, DateOnly year) => Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
    {
        var from = year.AddDays(random.Next(365));
        return new DateRange(from, from.AddDays(random.Next(13, 150)));
    }).ToList();

    // How many reviews each has: some very many, most a few.
    static int[] Share(Random random, int count)
    {
        var weights = Enumerable.Range(0, count)
            .Select(n => n % 13 == 5 ? 0 : Math.Exp(1.4 * Gauss(random))).ToList();
        var (all, given, sum) = (weights.Sum(), 0, 0.0);
        var counts = new int[count];
        for (var n = 0; n < count; n++)
        {
            sum += weights[n];
            counts[n] = (int)Math.Round(sum / all * count * ReviewsEach) - given;
            given += counts[n];
        }
        return counts;
    }

    // Halves around what this provider is worth.
    static List<short> Rate(Random random, int count)
    {
        var worth = 3.9 + 0.6 * Gauss(random);
        return Enumerable.Range(0, count)
            .Select(_ => (short)(50 * Math.Clamp(Math.Round(2 * (worth + 0.8 * Gauss(random))), 0, 10))).ToList();
    }

    static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    static List<string> NameSkills()
    {
        string[] subjects =
        [
            "Garden", "Kitchen", "Bathroom", "Roof", "Piano", "Bicycle", "Office", "Window", "Furniture", "Carpet",
            "Computer", "Wedding", "Portrait", "Engine", "Boiler", "Drain", "Fence", "Chimney", "Swimming", "Language",
        ];
        string[] works =
        [
            "repair", "design", "cleaning", "installation", "lessons", "painting", "planning", "photography",
            "restoration", "inspection", "advice", "removal", "assembly", "maintenance", "decoration",
        ];
        // Each subject meets each work once, and each starts somewhere else.
        return Enumerable.Range(0, SkillCount).Select(n => (Subject: n % subjects.Length, Turn: n / subjects.Length))
            .Select(at => $"{subjects[at.Subject]} {works[(7 * at.Subject + at.Turn) % works.Length]}").ToList();
    }

    static List<string> NamePeople(Random random, int count, int syllables)
    {
        string[] starts = ["b", "br", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "st", "t", "w"];
        string[] middles = ["a", "e", "i", "o", "u", "ai", "ee", "ou"];
        string[] ends = ["", "l", "n", "r", "s", "th", "ck", "m"];
        var names = new HashSet<string>();
        while (names.Count < count)
        {
            var name = string.Concat(Enumerable.Range(0, random.Next(syllables - 1, syllables + 1))
                .Select(_ => One(starts) + One(middles) + One(ends)));
            names.Add(char.ToUpperInvariant(name[0]) + name[1..]);
        }
        return [.. names];

        string One(string[] some) => some[random.Next(some.Length)];
    }

    /// <summary>Draws ranks, of which each weighs something else.</summary>
    sealed class Lots
    {
        readonly double[] _sums;

        public Lots(int count, Func<int, double> weight)
        {
            _sums = new double[count];
            for (var (rank, sum) = (0, 0.0); rank < count; rank++)
                _sums[rank] = sum += weight(rank);
        }

        public int Next(Random random)
        {
            var at = Array.BinarySearch(_sums, random.NextDouble() * _sums[^1]);
            return at < 0 ? ~at : at;
        }
    }
}
