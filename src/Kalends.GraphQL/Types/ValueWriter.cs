using Kalends.GraphQL.Json;

namespace Kalends.GraphQL.Types;

/// <summary>Writes values one after the other, and handles those that cannot be written.</summary>
abstract class ValueWriter(IRequest request, JsonOut output)
{
    public IRequest Request { get; } = request;

    public JsonOut Output { get; } = output;

    public bool Null()
    {
        Output.Null();
        return true;
    }

    /// <summary>Takes back the output of a failed value, and writes null in its place.</summary>
    public bool NullInstead(int mark)
    {
        Output.Rewind(mark);
        return Null();
    }

    /// <summary>Records an error at the current position; always false, so that callers can return it.</summary>
    public abstract bool Fail(Exception error);

    /// <summary>Records that the current position has no value and may not be null.</summary>
    public abstract bool MissingValue();

    /// <summary>Moves to an element of the list at the current position.</summary>
    public abstract void Enter(int index);

    /// <summary>Moves back to the list.</summary>
    public abstract void Leave();
}
