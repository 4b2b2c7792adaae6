using Kalends.Web.Languages;

namespace Kalends.Web.Frame;

/// <summary>What is wrong with a field of a form, beside it.</summary>
partial class FieldFault
{
    /// <param name="Field">The name of the field.</param>
    /// <param name="Sentence">What is wrong.</param>
    public sealed record Seen(string Field, string Sentence);

    /// <summary>The single faults of an input that was refused.</summary>
    internal static IReadOnlyList<Seen> Of(Refused? why, Texts texts) => why is null ? [] : why.Errors
        .Select(fault => new Seen(fault.Parameter ?? fault.Pointer?.TrimStart('/') ?? "", texts.Sentence(fault)))
        .ToList();
}
