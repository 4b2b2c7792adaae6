using System.Globalization;
using Kalends.Scheduling;
using Kalends.Web.Frame;
using Kalends.Web.Languages;
using Microsoft.Extensions.Primitives;

namespace Kalends.Web.Booking;

/// <summary>A question of a service with the field for its answer.</summary>
/// <remarks>
/// The key of the question and the answer are two fields of one name, which a form sends in their order.
/// </remarks>
partial class QuestionField
{
    /// <param name="Id">The id of the field.</param>
    /// <param name="Key">The key of the question.</param>
    /// <param name="Label">The question.</param>
    /// <param name="Required">Whether it must be answered.</param>
    /// <param name="IsNumber">Whether the answer is a number.</param>
    /// <param name="Choices">The answers to choose from; null if it is not a choice.</param>
    /// <param name="Typed">What was answered before.</param>
    /// <param name="Fault">What is wrong with that.</param>
    public sealed record Seen(
        string Id, string Key, string Label, bool Required, bool IsNumber, IReadOnlyList<string>? Choices,
        string? Typed, FieldFault.Seen? Fault);

    internal static IReadOnlyList<Seen> Of(
        IReadOnlyList<Question> questions, StringValues sent, Refused? why, Texts texts)
    {
        var answered = sent.Chunk(2).Where(pair => pair.Length == 2 && !string.IsNullOrWhiteSpace(pair[1]))
            .Select(pair => (Key: pair[0], Text: pair[1])).ToList();
        return questions.Select((question, i) => new Seen(
            string.Create(CultureInfo.InvariantCulture, $"answer-{i}"), question.Key, question.Label,
            question.Required, question.Kind == QuestionKind.Number, question.Choices,
            answered.FirstOrDefault(pair => pair.Key == question.Key).Text,
            FaultOf(answered.FindIndex(pair => pair.Key == question.Key), question, why, texts))).ToList();
    }

    // A fault of an answer names its place among the answers that were given; one that is missing has no place.
    static FieldFault.Seen? FaultOf(int place, Question question, Refused? why, Texts texts)
    {
        var pointer = string.Create(CultureInfo.InvariantCulture, $"/answers/{place}/text");
        var fault = why?.Errors.FirstOrDefault(one =>
            place < 0 ? question.Required && one.Pointer == "/answers" : one.Pointer == pointer);
        return fault is null ? null : new FieldFault.Seen(question.Key, texts.Sentence(fault));
    }
}
