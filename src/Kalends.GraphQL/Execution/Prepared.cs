using System.Collections.Concurrent;
using System.Text.Json;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Execution;

/// <summary>
/// An operation that is parsed, valid and within the static limits; it may be run any number of times.
/// </summary>
public sealed class Prepared
{
    const int PlansMax = 64;

    readonly Schema _schema;
    readonly CheckedDocument _document;
    readonly string[] _conditions;
    ConcurrentDictionary<long, PlanSet>? _plans;
    PlanSet? _only;
    (GraphError? Refusal, long Cost) _verdict;
    volatile bool _measured;

    internal Prepared(Schema schema, CheckedDocument document, OperationDefinition operation)
    {
        _schema = schema;
        _document = document;
        Operation = operation;
        _conditions = [.. document.ConditionVariables];
    }

    /// <summary>The operation as written.</summary>
    public OperationDefinition Operation { get; }

    internal CheckedDocument Document => _document;

    internal ObjectType Root => _schema.RootOf(Operation.Kind) ?? throw new InvalidOperationException();

    /// <summary>The plan for one combination of skips and includes, so that a run evaluates no conditions.</summary>
    internal PlanSet PlanFor(VariableValues variables)
    {
        if (_conditions.Length == 0) return _only ??= Compile(variables);
        var plans = _plans ?? Interlocked.CompareExchange(ref _plans, new(), null) ?? _plans;
        var mask = 0L;
        for (var i = 0; i < _conditions.Length && i < 63; i++)
        {
            if (variables.Get(_conditions[i]) is true) mask |= 1L << i;
        }
        if (plans.TryGetValue(mask, out var plan)) return plan;
        plan = Compile(variables);
        // A client could request every combination in turn; plans beyond the bound are compiled again each time.
        if (_conditions.Length < 63 && plans.Count < PlansMax) plans.TryAdd(mask, plan);
        return plan;
    }

    PlanSet Compile(VariableValues variables)
    {
        var conditions = variables.Only(_conditions);
        var scope = new PlanScope(_schema, _document.Fragments, _document.Document, conditions);
        return new PlanSet(scope, Root, [Operation.Selections]);
    }

    /// <summary>
    /// The limit that the operation exceeds, if any, and its cost; measured once unless it depends on variables.
    /// </summary>
    internal (GraphError? Refusal, long Cost) Measure(GraphEngine engine, VariableValues variables)
    {
        if (_measured) return _verdict;
        var measure = new Measure(engine, _document, variables);
        var refusal = measure.Run(Operation, Root);
        var verdict = (refusal, measure.Cost);
        if (measure.UsesVariables) return verdict;
        _verdict = verdict;
        _measured = true;
        return verdict;
    }

    /// <summary>
    /// Coerces the client's variables by the operation's definitions; one error for each that does not fit, up to a
    /// limit.
    /// </summary>
    internal (VariableValues Values, IReadOnlyList<GraphError> Errors) Coerce(JsonElement? given, int errorsMax)
    {
        if (Operation.Variables.Length == 0) return (VariableValues.None, []);
        var values = new Dictionary<string, object?>(Operation.Variables.Length, StringComparer.Ordinal);
        var errors = new List<GraphError>();
        foreach (var definition in Operation.Variables)
        {
            try
            {
                Coerce(definition, given, values);
            }
            catch (GraphException error)
            {
                var message = $"Variable \"${definition.Variable.Name.Text}\" got an invalid value. {error.Message}";
                errors.Add(new GraphError(ErrorCodes.Variables, message)
                {
                    Locations = [_document.Document.Locate(definition.Start)],
                });
            }
            if (errors.Count < errorsMax) continue;
            errors.Add(new GraphError(
                ErrorCodes.Variables, "Too many variables have invalid values, the rest is not checked."));
            break;
        }
        return (new VariableValues(values), errors);
    }

    void Coerce(VariableDefinition definition, JsonElement? given, Dictionary<string, object?> values)
    {
        var name = definition.Variable.Name.Text;
        var type = _schema.Find(definition.Type) ?? throw new InvalidOperationException();
        if (given is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(name, out var json))
            values[name] = Coercion.Json(json, type);
        else if (definition.Default is { } fallback)
            values[name] = Coercion.Literal(fallback, type, VariableValues.None);
        else if (type is NonNullType)
            throw new GraphException(ErrorCodes.Variables, $"A value of type \"{type}\" is required.");
    }
}
