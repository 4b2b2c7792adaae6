using System.Text.Json;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;

namespace Kalends.Platform.GraphQL;

/// <summary>Fields that write.</summary>
static class Mutations
{
    /// <summary>
    /// A field that writes by running a use case, in Relay's form: <c>name(input: NameInput!): NamePayload</c>, whose
    /// answer stands in a field that is called like its type.
    /// </summary>
    /// <remarks><c>of</c> says what the plain <c>Id</c> of its input is the id of, where that differs.</remarks>
    public static void Mutation<TIn, TOut>(
        this Graph graph, string name, ObjectBuilder<TOut> type, Func<TIn, Call, Task<TOut>> run, Access access,
        string? of = null)
        where TIn : class
        where TOut : class => graph.Mutation(name, run, access, of ?? Graph.NameOf(type.Type), payload =>
        {
            var field = JsonNamingPolicy.CamelCase.ConvertName(Graph.NameOf(type.Type));
            payload.Field(field, type, given => given.Answer).Describe(field, $"What {name} gives.");
        });

    /// <summary>The same where the answer is none, or one of several things with a field for each.</summary>
    public static void Mutation<TIn, TOut>(
        this Graph graph, string name, Func<TIn, Call, Task<TOut>> run, Access access, string of = "",
        Action<ObjectBuilder<Payload<TOut>>>? answer = null)
        where TIn : class
    {
        var payload = graph.Schema.Object<Payload<TOut>>($"{FieldDocs.Capital(name)}Payload", $"What {name} answers.");
        answer?.Invoke(payload);
        payload.StringOrNull("clientMutationId", given => given.ClientMutationId);
        // Nullable, so that one refused field of a request takes none of the others along.
        graph.Schema.Mutation.Field(name, payload.OrNull(), field =>
        {
            graph.Put(field, $"Mutation.{name}", run.Method, access);
            var argument = new MutationArgument<TIn>(
                graph, field, name, of, Idempotency.FitsTo(access, typeof(TIn), typeof(TOut)));
            return async (args, context) =>
            {
                var given = argument.Read(args);
                var call = Graph.CallOf(context, access, run.Method, given.IdempotencyKey, given.Input);
                return new Payload<TOut>(await run(given.Input, call), given.ClientMutationId);
            };
        });
    }

    /// <summary>A field that writes with an argument for each member of its input, as the originals have it.</summary>
    public static void OriginalMutation<TIn, TOut>(
        this Graph graph, string name, Typed<TOut> type, Func<TIn, Call, Task<TOut>> run, Access access)
        where TIn : class
        where TOut : class => graph.Field(
            graph.Schema.Mutation, name, type, run, access, Idempotency.FitsTo(access, typeof(TIn), typeof(TOut)));
}
