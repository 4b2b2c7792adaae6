namespace Kalends.Platform;

/// <summary>
/// The codes in <c>errors</c> that inputs of several modules share: what is wrong with a single value.
/// </summary>
static class FaultCode
{
    /// <summary>A value that is needed is missing.</summary>
    public const string Required = "required";

    /// <summary>The value is null, which it must not be.</summary>
    public const string Null = "null";

    /// <summary>The value is of another type.</summary>
    public const string Type = "type";

    /// <summary>The text is not valid Unicode text.</summary>
    public const string Text = "text";

    /// <summary>The text has control characters.</summary>
    public const string ControlCharacters = "control_characters";

    /// <summary>The text is too short.</summary>
    public const string TooShort = "too_short";

    /// <summary>The text, or the stretch of time, is too long.</summary>
    public const string TooLong = "too_long";

    /// <summary>The text is not written as it should be.</summary>
    public const string Format = "format";

    /// <summary>The text is none of the words that are known.</summary>
    public const string UnknownWord = "unknown_word";

    /// <summary>The text has no word to look for, or too many.</summary>
    public const string Words = "words";

    /// <summary>The number or the time is too small or too large.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>The number is no multiple of what it should be.</summary>
    public const string Step = "step";

    /// <summary>The upper bound is below the lower one.</summary>
    public const string BelowMinimum = "below_minimum";

    /// <summary>The time is not a whole second, or does not lie on the grid of times.</summary>
    public const string OffGrid = "off_grid";

    /// <summary>The end is not after the start.</summary>
    public const string EndBeforeStart = "end_before_start";

    /// <summary>The time lies too far ahead.</summary>
    public const string TooFar = "too_far";

    /// <summary>The list has too few or too many elements.</summary>
    public const string Count = "count";

    /// <summary>The same stands there twice.</summary>
    public const string Repeated = "repeated";

    /// <summary>The last record of a list in the query string is not whole.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>The field of the body is not known.</summary>
    public const string UnknownField = "unknown_field";

    /// <summary>The parameter of the query string is not known.</summary>
    public const string UnknownParameter = "unknown_parameter";

    /// <summary>The text is no address to which requests go.</summary>
    public const string BadAddress = "bad_address";

    /// <summary>The address is not public.</summary>
    public const string ForbiddenAddress = "forbidden_address";

    /// <summary>The cursor is not one of ours, or belongs to another list.</summary>
    public const string Cursor = "cursor";

    /// <summary>The currency is no code of ISO 4217.</summary>
    public const string UnknownCurrency = "unknown_currency";

    /// <summary>There is no such user.</summary>
    public const string UnknownUser = "unknown_user";

    /// <summary>There is no such organisation.</summary>
    public const string UnknownOrganisation = "unknown_organisation";
}
