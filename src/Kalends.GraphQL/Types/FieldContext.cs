namespace Kalends.GraphQL.Types;

/// <summary>The request as a resolver sees it, and the resolver's own place in it.</summary>
public readonly struct FieldContext
{
    internal FieldContext(IRequest request, ISelection field)
    {
        Request = request;
        Field = field;
    }

    /// <summary>Cancelled when the client goes away or the time limit passes.</summary>
    public CancellationToken Cancel => Request.Cancel;

    internal IRequest Request { get; }

    internal ISelection Field { get; }

    /// <summary>The host object of the request.</summary>
    public T Host<T>() => Request.Host is T host
        ? host : throw new InvalidOperationException($"The request carries no {typeof(T).Name}.");

    /// <summary>
    /// Whether the client selected a field below this one; fields that are not selected need not be loaded.
    /// </summary>
    public bool Wants(string name) => Field.Wants(name);

    /// <summary>Whether the client selected a field below a child of this field.</summary>
    public bool Wants(string child, string name) => Field.Wants(child, name);
}

/// <summary>The request for which fields are resolved.</summary>
interface IRequest
{
    object? Host { get; }

    CancellationToken Cancel { get; }

    /// <summary>Counts one more object of the answer, and ends the request if there are too many.</summary>
    void CountRow();

    /// <summary>Ends the request if its time is over or the caller has gone away.</summary>
    void CheckTime();
}

/// <summary>A field as a request selects it.</summary>
interface ISelection
{
    ObjectType Parent { get; }

    OutputField Definition { get; }

    /// <summary>Whether a field is selected below this one, whatever the type of the objects.</summary>
    bool Wants(string name);

    /// <summary>Whether a field is selected below a child of this field.</summary>
    bool Wants(string child, string name);
}
