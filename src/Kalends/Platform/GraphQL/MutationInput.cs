using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;

namespace Kalends.Platform.GraphQL;

/// <summary>What a mutation takes: the input of its use case, and what is said of the request itself.</summary>
/// <param name="Input">The use case's.</param>
/// <param name="IdempotencyKey">
/// An equal request with the same key gets the first answer, over REST and GraphQL alike; it has 1 to 255 printable
/// ASCII characters.
/// </param>
/// <param name="ClientMutationId">
/// A text of the client's own, of at most 255 characters, which comes back as it was sent.
/// </param>
sealed record MutationInput<TIn>(
    [Spread] TIn Input,
    [Text(0, int.MaxValue, Raw = true)] string? IdempotencyKey = null,
    [Text(0, 255, Raw = true)] string? ClientMutationId = null);

/// <summary>What a mutation gives: the answer of its use case, and the client's own text.</summary>
/// <param name="Answer">The use case's.</param>
/// <param name="ClientMutationId">As the client sent it.</param>
sealed record Payload<TOut>(TOut Answer, string? ClientMutationId);

/// <summary>The one argument of a mutation, as Relay has it: an input object that holds everything.</summary>
sealed class MutationArgument<TIn> where TIn : class
{
    static readonly InputSchema Shape = InputSchema.Of(typeof(MutationInput<TIn>));

    readonly Arg<object?> _input;
    readonly string[] _names;

    /// <param name="graph">Where the types are.</param>
    /// <param name="field">Whose argument it becomes.</param>
    /// <param name="mutation">The name of the field.</param>
    /// <param name="of">The name of a type: an input's plain <c>Id</c> is the id of such a thing.</param>
    /// <param name="takesKey">Whether a first answer may be kept.</param>
    public MutationArgument(Graph graph, FieldBuilder field, string mutation, string of, bool takesKey)
    {
        _names = Shape.Members.Select(member => FieldInput.NameOf(member, of)).ToArray();
        var members = Shape.Members.Where(
            member => takesKey || member.Property != nameof(MutationInput<>.IdempotencyKey));
        var type = graph.Inputs.Make(
            $"{FieldDocs.Capital(mutation)}Input", $"What {mutation} takes.", members,
            member => FieldInput.NameOf(member, of));
        _input = field.Arg("input", Scalars.Any(type), description: "All that it takes.");
    }

    public MutationInput<TIn> Read(Args args)
    {
        var given = ((Coerced)args.Get(_input)!).Given.ToDictionary();
        return (MutationInput<TIn>)FieldInput.Read(
            Shape, at => given.GetValueOrDefault(_names[at]), at => _names[at]);
    }
}
