namespace Kalends.GraphQL.Types;

/// <summary>What a resolver may know about the request and about its own place in it.</summary>
public readonly struct FieldContext
{
    internal FieldContext(IRequest request, ISelection field)
    {
        Request = request;
        Field = field;
    }

    /// <summary>Ends when the client goes away or the time limit passes.</summary>
    public CancellationToken Cancel => Request.Cancel;

    internal IRequest Request { get; }

    internal ISelection Field { get; }

    /// <summary>What the host gave with the request.</summary>
    public T Host<T>() => Request.Host is T host
        ? host : throw new InvalidOperationException($"The request carries no {typeof(T).Name}.");

    /// <summary>Whether the client selected a field below this one; what nobody reads need not be loaded.</summary>
    public bool Wants(string name) => Field.Wants(name);

    /// <summary>Whether the client selected a field below a field below this one.</summary>
    public bool Wants(string child, string name) => Field.Wants(child, name);
}

/// <summary>The request for which fields are resolved.</summary>
interface IRequest
{
    object? Host { get; }

    CancellationToken Cancel { get; }

    /// <summary>Counts one more object of the answer, and ends the request where there are too many.</summary>
    void CountRow();

    /// <summary>Ends the request where its time is over or nobody waits for it any more.</summary>
    void CheckTime();
}

/// <summary>A field as a request selects it.</summary>
interface ISelection
{
    ObjectType Parent { get; }

    OutputField Definition { get; }

    /// <summary>Whether a field is selected below, whatever the type of the objects.</summary>
    bool Wants(string name);

    /// <summary>Whether a field is selected below a field below.</summary>
    bool Wants(string child, string name);
}
