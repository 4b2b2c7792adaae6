using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Kalends.Platform;

/// <summary>One way to say no: an entry of the catalogue, which callers are shown.</summary>
/// <remarks>
/// The entries of a module are the fields of its <c>…Errors</c>. Several may share a code, where the sentence depends
/// on who asks. A sentence may have gaps, such as <c>{max}</c>, which are filled in their order.
/// </remarks>
/// <param name="reason">Why, which decides the status.</param>
/// <param name="code">Stable snake_case, the same in REST and GraphQL.</param>
/// <param name="sentence">What a caller reads; it is safe to show.</param>
/// <param name="details">What the answer may tell beside it.</param>
sealed partial class Refusal(Reason reason, string code, string sentence, params Detail[] details)
{
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    public Reason Reason => reason;

    public string Code => code;

    public string Sentence => sentence;

    public IReadOnlyList<Detail> Details => details;

    /// <summary>When a repetition may succeed, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether all of a request ends with it, where only a part was refused.</summary>
    public bool EndsRequest { get; init; }

    public static Refusal NotFound(string what) => new(Reason.NotFound, "not_found", $"There is no such {what}.");

    public static Refusal Forbidden(string sentence) => new(Reason.Forbidden, "forbidden", sentence);

    public static Refusal Conflict(string code, string sentence, params Detail[] details) =>
        new(Reason.Conflict, code, sentence, details);

    public static Refusal Invalid(string code, string sentence) => new(Reason.Invalid, code, sentence);

    public static Refusal TooMany(string code, string sentence) =>
        new(Reason.TooMany, code, sentence) { RetryAfter = Moment };

    public static Refusal Busy(string code, string sentence) =>
        new(Reason.Busy, code, sentence) { RetryAfter = Moment };

    /// <summary>What is thrown: this refusal, the gaps of its sentence filled.</summary>
    public Refused Refused(params ReadOnlySpan<object> words)
    {
        Debug.Assert(words.Length == Gap().Count(sentence), $"{code} is given other words than its sentence has gaps.");
        return new(this, words.IsEmpty ? sentence : Filled(words.ToArray()));
    }

    string Filled(object[] words)
    {
        var next = 0;
        return Gap().Replace(sentence, _ => Convert.ToString(words[next++], CultureInfo.InvariantCulture)!);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Gap();
}

/// <summary>A member that a refusal adds to its answer, such as <c>alternatives</c> to a taken slot.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Shape">
/// What it is: <c>integer</c>, <c>string</c>, <c>date-time</c>, or the name of a schema; <c>[]</c> behind it makes a
/// list. Types of the modules are named, since what they refuse stands below them.
/// </param>
/// <param name="Meaning">What it tells, in a sentence.</param>
sealed record Detail(string Name, string Shape, string Meaning);
