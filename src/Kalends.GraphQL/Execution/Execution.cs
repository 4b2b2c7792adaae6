using Kalends.GraphQL.Json;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Execution;

/// <summary>One run of one operation: resolves breadth-first, then writes depth-first.</summary>
sealed class Execution(GraphEngine engine, Prepared prepared, VariableValues variables, object? host,
    CancellationToken cancel)
    : IRequest, IDisposable
{
    readonly long _deadline = Environment.TickCount64 + (long)engine.Limits.TimeMax.TotalMilliseconds;
    CancellationTokenSource? _timer;
    Dictionary<object, GraphError?>? _verdicts;
    (Exception Error, GraphError Shown)? _last;
    int _rows;

    public GraphLimits Limits => engine.Limits;

    public object? Host => host;

    /// <summary>The cancellation token; its timer is created only for resolvers that ask for the token.</summary>
    public CancellationToken Cancel => (_timer ??= StartTimer()).Token;

    public void CountRow()
    {
        if (++_rows > Limits.RowsMax)
            throw new RequestAborted(
                new GraphError(LimitCodes.Rows, $"The answer holds more than {Limits.RowsMax} objects."));
    }

    /// <summary>
    /// The part of an error that the client may see. Unexpected errors are reported to the host once and shown as a
    /// trace id.
    /// </summary>
    public GraphError Shown(Exception error)
    {
        if (error is GraphException known) return known.Error;
        if (engine.Options.Explain?.Invoke(error) is { } explained) return explained;
        if (_last is { } last && ReferenceEquals(last.Error, error)) return last.Shown;
        var trace = engine.Options.Trace?.Invoke(error, host);
        var shown = new GraphError(ErrorCodes.Internal, "Internal error")
        {
            Extensions = trace is null ? null : new Dictionary<string, object> { ["traceId"] = trace },
        };
        _last = (error, shown);
        return shown;
    }

    /// <summary>Wraps the host's memory callback for a growing answer; an exception from it ends the request.</summary>
    public Action<long>? Held(Action<long>? hold) => hold is null ? null : bytes =>
    {
        try
        {
            hold(bytes);
        }
        catch (Exception refused)
        {
            throw new RequestAborted(Shown(refused));
        }
    };

    /// <summary>Runs the operation and writes a complete response to the output, which must be empty.</summary>
    public async ValueTask<IReadOnlyList<GraphError>> Run(JsonOut output, Root root)
    {
        var writer = new Writer(this, output);
        var isMutation = prepared.Operation.Kind == OperationKind.Mutation;
        try
        {
            output.Raw("{\"data\":"u8);
            var mark = output.Length;
            var rows = new Rows<Root>(prepared.Root, 1);
            rows.Add(root);
            var block = new Block(prepared.PlanFor(variables), rows);
            var written = isMutation
                ? await RunSerially(writer, block)
                : await RunTogether(writer, block);
            if (!written) writer.NullInstead(mark);
            return End(output, writer.Errors, writer.ErrorsDropped);
        }
        catch (RequestAborted aborted)
        {
            output.Clear();
            output.Raw("{\"data\":null"u8);
            var error = aborted.Error;
            return End(
                output, [isMutation ? error with { Message = $"{error.Message} What it changed stays." } : error], 0);
        }
    }

    static IReadOnlyList<GraphError> End(JsonOut output, IReadOnlyList<GraphError> errors, int dropped)
    {
        ErrorWriter.Append(output, errors, dropped);
        output.Byte((byte)'}');
        return errors;
    }

    /// <summary>Opens the source of a subscription field, if the caller is allowed to and the arguments fit.</summary>
    public (IAsyncEnumerable<object>? Source, GraphError? Error) Open(PlanField plan)
    {
        // A stream may outlive the time limit of a single answer.
        _timer ??= CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            if (Refusal(plan) is { } refusal) return (null, refusal);
            var (args, error) = plan.Args(variables);
            if (args is null) return (null, error?.Error);
            var source = plan.Definition.Source ?? throw new InvalidOperationException(
                $"{plan.Definition.Name} has no source.");
            return (source(args, new FieldContext(this, plan)), null);
        }
        catch (Exception failure)
        {
            return (null, Shown(failure));
        }
    }

    public void Dispose() => _timer?.Dispose();

    async ValueTask<bool> RunTogether(Writer writer, Block root)
    {
        var blocks = new List<Block>(8) { root };
        await ResolveFrom(blocks);
        return writer.Object(root, 0);
    }

    // Each root field of a mutation is finished, with everything below it, before the next one starts.
    async ValueTask<bool> RunSerially(Writer writer, Block root)
    {
        writer.Output.Byte((byte)'{');
        for (var i = 0; i < root.Set.Fields.Length; i++)
        {
            var below = new List<Block>();
            await ResolveField(root, i, below);
            await ResolveFrom(below);
            if (!writer.WriteField(root, 0, i)) return false;
        }
        writer.Output.Byte((byte)'}');
        return true;
    }

    // The blocks that a field yields are appended, so that one level is resolved after the other.
    async ValueTask ResolveFrom(List<Block> blocks)
    {
        for (var next = 0; next < blocks.Count; next++)
        {
            var block = blocks[next];
            if (!block.Set.NeedsResolving) continue;
            for (var i = 0; i < block.Set.Fields.Length; i++)
            {
                if (!block.Set.Fields[i].NeedsResolving) continue;
                var resolved = ResolveField(block, i, blocks);
                if (!resolved.IsCompletedSuccessfully) await resolved;
            }
        }
    }

    ValueTask ResolveField(Block block, int index, List<Block> next)
    {
        CheckTime();
        var plan = block.Set.Fields[index];
        if (block.State.Length == 0) return default;
        try
        {
            var state = ResolveAllowed(plan, block.Rows);
            if (!state.IsCompletedSuccessfully) return ResolveLater(block, index, state, next);
            Keep(block, index, state.Result, next);
        }
        catch (Exception error) when (error is not RequestAborted)
        {
            CheckTime();
            block.State[index] = FailedBy(error);
        }
        return default;
    }

    // A separate method, because most fields complete synchronously and need no state machine.
    async ValueTask ResolveLater(Block block, int index, ValueTask<FieldState?> state, List<Block> next)
    {
        try
        {
            Keep(block, index, await state, next);
        }
        catch (Exception error) when (error is not RequestAborted)
        {
            CheckTime();
            block.State[index] = FailedBy(error);
        }
    }

    Failed FailedBy(Exception error) => engine.Options.Explain?.Invoke(error) is { EndsRequest: true } ends
        ? throw new RequestAborted(ends) : new Failed(error);

    static void Keep(Block block, int index, FieldState? state, List<Block> next)
    {
        if (state is Column column)
        {
            var objects = new Objects(column, block.Set.Fields[index]);
            next.AddRange(objects.Blocks);
            state = objects;
        }
        block.State[index] = state;
    }

    ValueTask<FieldState?> ResolveAllowed(PlanField plan, Rows parents)
    {
        if (Refusal(plan) is { } refusal) return new(new Failed(new GraphException(refusal)));
        var (args, error) = plan.Args(variables);
        return args is null
            ? ValueTask.FromResult<FieldState?>(new Failed(error ?? throw new InvalidOperationException()))
            : plan.Resolver.Resolve(new FieldContext(this, plan), parents, args);
    }

    GraphError? Refusal(PlanField plan)
    {
        if (plan.Definition.Requirement is not { } requirement) return null;
        _verdicts ??= [];
        if (!_verdicts.TryGetValue(requirement, out var verdict))
        {
            verdict = engine.Options.Authorize is { } ask
                ? ask(requirement, host)
                : new GraphError(ErrorCodes.Forbidden, "Nobody may read this field.");
            _verdicts.Add(requirement, verdict);
        }
        return verdict;
    }

    /// <summary>Ends the request if its time is over or the caller has gone away.</summary>
    public void CheckTime()
    {
        cancel.ThrowIfCancellationRequested();
        if (Environment.TickCount64 > _deadline)
            throw new RequestAborted(new GraphError(ErrorCodes.Timeout, "The request took too long."));
    }

    CancellationTokenSource StartTimer()
    {
        var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timer.CancelAfter((int)Math.Max(0, _deadline - Environment.TickCount64));
        return timer;
    }
}
