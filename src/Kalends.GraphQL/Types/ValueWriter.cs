using Kalends.GraphQL.Json;

namespace Kalends.GraphQL.Types;

/// <summary>Where values are written, one after the other, and what happens to one that cannot be.</summary>
abstract class ValueWriter(IRequest request, JsonOut output)
{
    public IRequest Request { get; } = request;

    public JsonOut Output { get; } = output;

    public bool Null()
    {
        Output.Null();
        return true;
    }

    /// <summary>Takes back what a failed value has written, and writes null in its place.</summary>
    public bool NullInstead(int mark)
    {
        Output.Rewind(mark);
        return Null();
    }

    /// <summary>Records an error at the current position; always false, so that callers can return it.</summary>
    public abstract bool Fail(Exception error);

    /// <summary>Records that the current position has no value and may not be null.</summary>
    public abstract bool MissingValue();

    /// <summary>Goes to an element of the list that stands at the current position.</summary>
    public abstract void Enter(int index);

    /// <summary>Goes back to the list.</summary>
    public abstract void Leave();
}
