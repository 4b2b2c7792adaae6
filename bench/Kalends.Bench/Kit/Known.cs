using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kalends.Bench.Kit;

/// <summary>What the last whole run of a bench found.</summary>
/// <param name="Bench">Its name.</param>
/// <param name="On">When that was.</param>
/// <param name="Figures">Its rows.</param>
sealed record Known(string Bench, DateOnly On, IReadOnlyList<Figure> Figures)
{
    static readonly JsonSerializerOptions Plain = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    static string Path => System.IO.Path.Combine(Workshop.Root, "docs", "performance.json");

    public static async Task<IReadOnlyList<Known>> Load() => File.Exists(Path)
        ? JsonSerializer.Deserialize<List<Known>>(await File.ReadAllTextAsync(Path), Plain)!
        : [];

    public static Task Save(IReadOnlyList<Known> all) =>
        File.WriteAllTextAsync(Path, JsonSerializer.Serialize(all, Plain) + "\n");

    /// <summary>All that is known with a bench in the place of its last run, in the order of the benches.</summary>
    public static IReadOnlyList<Known> With(IReadOnlyList<Known> all, Known bench, IEnumerable<string> order) =>
        order.Select(name => name == bench.Bench ? bench : all.FirstOrDefault(one => one.Bench == name))
            .OfType<Known>().ToList();
}
