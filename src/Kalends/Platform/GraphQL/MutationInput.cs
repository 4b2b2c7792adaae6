using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;

namespace Kalends.Platform.GraphQL;

/// <summary>The input of a mutation: the input of its use case, and the members about the request itself.</summary>
/// <param name="Input">The input of the use case.</param>
/// <param name="IdempotencyKey">
/// The key of the request, of 1 to 255 printable ASCII characters; an equal request with the same key gets the first
/// answer, over REST and GraphQL alike.
/// </param>
/// <param name="ClientMutationId">
/// Any text of the client, at most 255 characters, which the payload returns as it was sent.
/// </param>
sealed record MutationInput<TIn>(
    [Spread] TIn Input,
    [Text(0, int.MaxValue, Raw = true)] string? IdempotencyKey = null,
    [Text(0, 255, Raw = true)] string? ClientMutationId = null);

/// <summary>The payload of a mutation: the answer of its use case, and the client's own text.</summary>
/// <param name="Answer">The answer of the use case.</param>
/// <param name="ClientMutationId">The text that the client sent.</param>
sealed record Payload<TOut>(TOut Answer, string? ClientMutationId);

/// <summary>The one argument of a mutation in the form of Relay: an input object with all members.</summary>
sealed class MutationArgument<TIn> where TIn : class
{
    static readonly InputSchema Shape = InputSchema.Of(typeof(MutationInput<TIn>));

    readonly Arg<object?> _input;
    readonly string[] _names;

    /// <param name="graph">The graph with the types.</param>
    /// <param name="field">The field that gets the argument.</param>
    /// <param name="mutation">The name of the field.</param>
    /// <param name="of">The name of a type: a plain <c>Id</c> of the input is the id of such an object.</param>
    /// <param name="takesKey">Whether a first answer may be stored.</param>
    public MutationArgument(Graph graph, FieldBuilder field, string mutation, string of, bool takesKey)
    {
        _names = Shape.Members.Select(member => FieldInput.NameOf(member, of)).ToArray();
        var members = Shape.Members.Where(
            member => takesKey || member.Property != nameof(MutationInput<>.IdempotencyKey));
        var type = graph.Inputs.Make(
            $"{FieldDocs.Capital(mutation)}Input", $"The input of {mutation}.", members,
            member => FieldInput.NameOf(member, of));
        _input = field.Arg("input", Scalars.Any(type), description: "The input of the mutation.");
    }

    public MutationInput<TIn> Read(Args args)
    {
        var given = ((Coerced)args.Get(_input)!).Given.ToDictionary();
        return (MutationInput<TIn>)FieldInput.Read(
            Shape, at => given.GetValueOrDefault(_names[at]), at => _names[at]);
    }
}
