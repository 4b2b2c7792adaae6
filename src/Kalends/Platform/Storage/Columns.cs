namespace Kalends.Platform.Storage;

/// <summary>The columns of the current row of a result, by their positions, on either engine.</summary>
abstract class Columns
{
    public abstract int Count { get; }

    /// <summary>The position of a column; an error if there is none of this name.</summary>
    public abstract int PositionOf(string name);

    public abstract string NameOf(int position);

    public abstract bool IsNull(int position);

    public abstract long Long(int position);

    public abstract string Text(int position);

    /// <summary>The value in the type that the engine gives it; null for NULL.</summary>
    public abstract object? Value(int position);
}
