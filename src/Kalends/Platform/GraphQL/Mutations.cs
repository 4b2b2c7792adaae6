using System.Text.Json;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Telemetry;

namespace Kalends.Platform.GraphQL;

/// <summary>Fields that write.</summary>
static class Mutations
{
    /// <summary>
    /// A field that writes by running a use case, in the form of Relay: <c>name(input: NameInput!): NamePayload</c>.
    /// The payload has the answer in a field with the name of its type.
    /// </summary>
    /// <remarks>
    /// <c>of</c> names the type that a plain <c>Id</c> of the input belongs to, if it is another one.
    /// </remarks>
    public static void Mutation<TIn, TOut>(
        this Graph graph, string name, ObjectBuilder<TOut> type, Func<TIn, Call, Task<Answer<TOut>>> run, Access access,
        string? of = null)
        where TIn : class
        where TOut : class => graph.Mutation(name, run, access, of ?? Graph.NameOf(type.Type), payload =>
        {
            var field = JsonNamingPolicy.CamelCase.ConvertName(Graph.NameOf(type.Type));
            payload.Field(field, type, given => given.Answer).Describe(field, $"The result of {name}.");
        });

    /// <summary>The same for an answer that is empty or has several parts, with a field for each part.</summary>
    public static void Mutation<TIn, TOut>(
        this Graph graph, string name, Func<TIn, Call, Task<Answer<TOut>>> run, Access access, string of = "",
        Action<ObjectBuilder<Payload<TOut>>>? answer = null)
        where TIn : class
    {
        var payload = graph.Schema.Object<Payload<TOut>>(
            $"{FieldDocs.Capital(name)}Payload", $"The payload of {name}.");
        answer?.Invoke(payload);
        payload.StringOrNull("clientMutationId", given => given.ClientMutationId);
        // The type is nullable, so that one refused field of a request does not affect the others.
        graph.Schema.Mutation.Field(name, payload.OrNull(), field =>
        {
            graph.Put(field, $"Mutation.{name}", run.Method, graph.Accesses.Changing(access));
            var argument = new MutationArgument<TIn>(
                graph, field, name, of, Idempotency.FitsTo(access, typeof(TIn), typeof(TOut)));
            var traced = UseCaseSpans.Around(Routes.NameOf(run.Method), run);
            return async (args, context) =>
            {
                var given = argument.Read(args);
                var call = Graph.CallOf(context, access, run.Method, given.IdempotencyKey, given.Input);
                return new Payload<TOut>((await traced(given.Input, call)).Value, given.ClientMutationId);
            };
        });
    }

    /// <summary>
    /// A field that writes and has an argument for each member of its input, as the original services have it.
    /// </summary>
    public static void OriginalMutation<TIn, TOut>(
        this Graph graph, string name, Typed<TOut> type, Func<TIn, Call, Task<Answer<TOut>>> run, Access access)
        where TIn : class
        where TOut : class => graph.Field<TIn, TOut>(
            graph.Schema.Mutation, name, type, async (input, call) => (await run(input, call)).Value, run.Method,
            access, Idempotency.FitsTo(access, typeof(TIn), typeof(TOut)));
}
