using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Kalends.Platform;

/// <summary>A reason to refuse a call: an entry of the published catalogue.</summary>
/// <remarks>
/// The entries of a module are the fields of its <c>…Errors</c>. Several entries may share a code, for example if the
/// sentence depends on the caller. A sentence may have placeholders, such as <c>{max}</c>, which are filled in order.
/// </remarks>
/// <param name="reason">Decides the status.</param>
/// <param name="code">Stable snake_case, the same in REST and GraphQL.</param>
/// <param name="sentence">The text for the caller; it is safe to show.</param>
/// <param name="details">The further members that the answer can have.</param>
sealed partial class Refusal(Reason reason, string code, string sentence, params Detail[] details)
{
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    public Reason Reason => reason;

    public string Code => code;

    public string Sentence => sentence;

    public IReadOnlyList<Detail> Details => details;

    /// <summary>The time after which a repetition may succeed, if known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the refusal ends the whole request, even if only a part was refused.</summary>
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

    /// <summary>The exception to throw, with the placeholders of the sentence filled.</summary>
    public Refused Refused(params ReadOnlySpan<object> words)
    {
        Debug.Assert(
            words.Length == Placeholder().Count(sentence),
            $"The sentence of {code} has another number of placeholders.");
        return new(this, words.IsEmpty ? sentence : Filled(words.ToArray()));
    }

    string Filled(object[] words)
    {
        var next = 0;
        return Placeholder().Replace(sentence, _ => Convert.ToString(words[next++], CultureInfo.InvariantCulture)!);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();
}

/// <summary>A member that a refusal adds to its answer, such as <c>alternatives</c> to a taken slot.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">
/// Its type: <c>integer</c>, <c>string</c>, <c>date-time</c>, or the name of a schema; <c>[]</c> at the end makes a
/// list. A module's own types are given by name, because <c>…Errors</c> may not depend on them.
/// </param>
/// <param name="Meaning">Its description.</param>
sealed record Detail(string Name, string Shape, string Meaning);

/// <summary>Names the refusals of a function whose body does not name them, since it takes them from a table.</summary>
[AttributeUsage(AttributeTargets.Method)]
abstract class RefusesAttribute : Attribute
{
    public abstract IEnumerable<Refusal> Refusals { get; }
}

/// <summary>Marks a function that refuses nothing, whatever the functions that it calls refuse.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class RefusesNothingAttribute : RefusesAttribute
{
    public override IEnumerable<Refusal> Refusals => [];
}
