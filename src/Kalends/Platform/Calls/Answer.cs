namespace Kalends.Platform.Calls;

/// <summary>The answer to a change.</summary>
/// <param name="Value">The result of the change.</param>
/// <param name="IsReplay">Whether an equal request made the change earlier, and this is its answer again.</param>
readonly record struct Answer<T>(T Value, bool IsReplay = false)
{
    public static implicit operator Answer<T>(T value) => new(value);

    /// <summary>The same answer in the words of another interface.</summary>
    public Answer<TOther> As<TOther>(Func<T, TOther> translate) => new(translate(Value), IsReplay);
}
