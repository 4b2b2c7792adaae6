namespace Kalends.GraphQL.Execution;

/// <summary>What a resolver may know about the request and about its own place in it.</summary>
public readonly struct FieldContext
{
    readonly Execution _execution;
    readonly PlanField _plan;

    internal FieldContext(Execution execution, PlanField plan)
    {
        _execution = execution;
        _plan = plan;
    }

    /// <summary>Ends when the client goes away or the time limit passes.</summary>
    public CancellationToken Cancel => _execution.Cancel;

    /// <summary>What the host gave with the request.</summary>
    public T Host<T>() => _execution.Host is T host
        ? host : throw new InvalidOperationException($"The request carries no {typeof(T).Name}.");

    /// <summary>Whether the client selected a field below this one; what nobody reads need not be loaded.</summary>
    public bool Wants(string name) => _plan.Wants(name);

    /// <summary>Whether the client selected a field below a field below this one.</summary>
    public bool Wants(string child, string name) => _plan.Wants(child, name);
}
