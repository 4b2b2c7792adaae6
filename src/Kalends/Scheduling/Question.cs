using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Unicode;

namespace Kalends.Scheduling;

/// <summary>The kind of answer that a question takes.</summary>
enum QuestionKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>One of the choices.</summary>
    Choice,

    /// <summary>A decimal number.</summary>
    Number,
}

/// <summary>A question to answer at booking.</summary>
/// <param name="Key">The name by which an answer refers to the question; unique within its service.</param>
/// <param name="Label">The question as people read it.</param>
/// <param name="Kind">The kind of answer.</param>
/// <param name="Required">Whether it must be answered.</param>
/// <param name="Choices">The choices of a question of this kind, at most 50.</param>
[InputName("QuestionInput")]
sealed record Question(
    [Text(1, 50)] string Key, [Text(1, 500)] string Label, QuestionKind Kind = QuestionKind.Text, bool Required = false,
    [Count(1, 50)][Text(1, 200)] IReadOnlyList<string>? Choices = null)
{
    /// <summary>The greatest number of questions of a service.</summary>
    public const int Max = 20;

    /// <summary>Refuses questions with the same key, and choices that do not fit the kind.</summary>
    public static void CheckAll(IReadOnlyList<Question> questions)
    {
        var errors = new ValidationErrors();
        for (var i = 0; i < questions.Count; i++)
        {
            if (questions.Take(i).Any(one => one.Key == questions[i].Key))
                errors.Add($"/questions/{i}/key", FaultCode.Repeated, "The key of a question is unique.");
            questions[i].CheckChoices(errors, $"/questions/{i}/choices");
        }
        errors.ThrowIfAny();
    }

    void CheckChoices(ValidationErrors errors, string pointer)
    {
        if (Kind == QuestionKind.Choice && Choices is null)
            errors.Add(pointer, FaultCode.Required, "A question of this kind needs choices.");
        if (Kind != QuestionKind.Choice && Choices is not null)
            errors.Add(pointer, SchedulingErrors.ChoicesOfAnotherKind, "Only a question of the kind choice has them.");
        for (var i = 0; i < Choices?.Count; i++)
            if (Choices.Take(i).Contains(Choices[i]))
                errors.Add($"{pointer}/{i}", FaultCode.Repeated, "Each choice may be named once.");
    }

    /// <summary>Adds a fault if a text does not answer the question.</summary>
    public void Check(string answer, ValidationErrors errors, string pointer)
    {
        if (Required && Spelling.Trimmed(answer) == "")
            errors.Add(pointer, FaultCode.Required, $"The question {Key} must be answered.");
        else if (Kind == QuestionKind.Choice && Choices?.Contains(answer) != true)
            errors.Add(pointer, SchedulingErrors.NotAChoice, $"{Key} must be one of its choices.");
        else if (Kind == QuestionKind.Number
            && !decimal.TryParse(answer, Decimal, CultureInfo.InvariantCulture, out _))
            errors.Add(pointer, SchedulingErrors.NotANumber, $"{Key} must be a decimal number, such as 12.5.");
    }

    const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
}

/// <summary>An answer to a question of a service.</summary>
/// <param name="Question">The key of the question.</param>
/// <param name="Text">The answer: a text, one of the choices, or a decimal number.</param>
[InputName("QuestionAnswerInput")]
sealed record QuestionAnswer([Text(1, 50)] string Question, [Text(1, 2000, Padded = true)] string Text)
{
    /// <summary>Refuses answers to questions that are not asked, and required questions without an answer.</summary>
    public static void Check(IReadOnlyList<Question> questions, IReadOnlyList<QuestionAnswer> answers)
    {
        var errors = new ValidationErrors();
        for (var i = 0; i < answers.Count; i++)
        {
            var answer = answers[i];
            if (questions.FirstOrDefault(one => one.Key == answer.Question) is not { } question)
                errors.Add($"/answers/{i}/question", SchedulingErrors.NotAsked, "This question is not asked.");
            else if (answers.Take(i).Any(one => one.Question == answer.Question))
                errors.Add($"/answers/{i}/question", SchedulingErrors.AnsweredTwice, "A question has one answer.");
            else
                question.Check(answer.Text, errors, $"/answers/{i}/text");
        }
        foreach (var question in questions)
            if (question.Required && !answers.Any(one => one.Question == question.Key))
                errors.Add("/answers", FaultCode.Required, $"The question {question.Key} must be answered.");
        errors.ThrowIfAny();
    }
}
