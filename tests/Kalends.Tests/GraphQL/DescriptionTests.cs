using Kalends.GraphQL.Types;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>The schema explains itself: nobody has to guess what a value means.</summary>
public sealed class DescriptionTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public void Every_field_argument_input_and_word_has_a_description_in_whole_sentences()
    {
        var schema = Graphs.OfAllModules(app.Services).Build();
        var own = schema.Types.Values.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal)).ToList();

        var parts = own.SelectMany(Parts).ToList();
        var faulty = parts.Where(part => part.Text is null || !IsSentence(part.Text)).ToList();

        Assert.True(
            faulty.Count == 0, string.Join('\n', faulty.Select(part => $"{part.Name}: {part.Text ?? "(nothing)"}")));
        Assert.True(parts.Count > 500);
    }

    static bool IsSentence(string text) => text.Length > 1 && char.IsUpper(text[0]) && text[^1] is '.' or ':';

    static IEnumerable<(string Name, string? Text)> Parts(NamedType type) => type switch
    {
        FieldsType fields => fields.Fields.Values.SelectMany(field => field.Arguments.Values
            .Select(argument => ($"{type.Name}.{field.Name}.{argument.Name}", argument.Description))
            .Prepend(($"{type.Name}.{field.Name}", field.Description))),
        InputObjectType input => input.Fields.Values.Select(field => ($"{type.Name}.{field.Name}", field.Description)),
        EnumType words => words.Values.Values.Select(word => ($"{type.Name}.{word.Name}", word.Description)),
        _ => [],
    };
}
