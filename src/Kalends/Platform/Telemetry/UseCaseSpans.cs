using System.Diagnostics;
using Kalends.Platform.Calls;

namespace Kalends.Platform.Telemetry;

/// <summary>Wraps use cases, where routes and fields are mapped, so that each run has a span with its name.</summary>
static class UseCaseSpans
{
    /// <summary>The attribute with the code of a refusal, which is an answer and not an error.</summary>
    public const string Refusal = "kalends.refusal";

    static readonly ActivitySource Source = new("Kalends.UseCases");

    public static Func<TIn, Call, Task<TOut>> Around<TIn, TOut>(string name, Func<TIn, Call, Task<TOut>> run) =>
        (input, call) => IsWanted ? Traced(name, run, input, call) : run(input, call);

    public static Func<TIn, TMore, Call, Task<TOut>> Around<TIn, TMore, TOut>(
        string name, Func<TIn, TMore, Call, Task<TOut>> run) =>
        (input, more, call) => IsWanted ? Traced(name, run, input, more, call) : run(input, more, call);

    public static Func<TParents, TIn, TMore, Call, Task<TOut>> Around<TParents, TIn, TMore, TOut>(
        string name, Func<TParents, TIn, TMore, Call, Task<TOut>> run) =>
        (parents, input, more, call) => IsWanted
            ? Traced(name, run, parents, input, more, call)
            : run(parents, input, more, call);

    // Methods of their own, so that calls without a trace allocate no closure.
    static Task<TOut> Traced<TIn, TOut>(string name, Func<TIn, Call, Task<TOut>> run, TIn input, Call call) =>
        Run(name, () => run(input, call));

    static Task<TOut> Traced<TIn, TMore, TOut>(
        string name, Func<TIn, TMore, Call, Task<TOut>> run, TIn input, TMore more, Call call) =>
        Run(name, () => run(input, more, call));

    static Task<TOut> Traced<TParents, TIn, TMore, TOut>(
        string name, Func<TParents, TIn, TMore, Call, Task<TOut>> run, TParents parents, TIn input, TMore more,
        Call call) => Run(name, () => run(parents, input, more, call));

    /// <summary>Runs work in a span, under that of the request or as the beginning of a trace.</summary>
    public static async Task<T> Run<T>(string name, Func<Task<T>> work)
    {
        using var span = Source.StartActivity(name);
        try
        {
            return await work();
        }
        catch (Refused refused) when (refused.Reason != Reason.Internal)
        {
            span?.SetTag(Refusal, refused.Code);
            throw;
        }
        catch (Exception wrong)
        {
            span?.SetTag("error.type", wrong.GetType().FullName).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    static bool IsWanted => Source.HasListeners() && Activity.Current is { Recorded: true };
}
