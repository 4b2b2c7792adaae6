using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Tests.Kit;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Execution;

/// <summary>Objects that several parents share are written once and copied; nobody must see the difference.</summary>
public sealed class SharedObjectTests
{
    [Fact]
    public async Task Parents_that_share_an_object_all_show_it() => Assert.Equal(
        """{"data":{"pets":[{"owner":{"name":"Ann"}},{"owner":{"name":"Ann"}},{"owner":{"name":"Bob"}}]}}""",
        await Run.Text(Schema(), "{ pets { owner { name } } }"));

    [Fact]
    public async Task A_copy_is_not_taken_from_what_a_null_has_undone() => Assert.StartsWith(
        """{"data":{"pets":[null,{"owner":{"name":"Ann"},"age":1},{"owner":{"name":"Bob"},"age":2}]},"errors":[""",
        await Run.Text(Schema(), "{ pets { owner { name } age } }"));

    [Fact]
    public async Task Each_error_of_a_shared_object_has_its_own_path()
    {
        var answer = await Run.Text(Schema(), "{ pets { owner { broken } } }");

        Assert.StartsWith(
            """{"data":{"pets":[{"owner":{"broken":null}},{"owner":{"broken":null}},{"owner":""", answer);
        for (var pet = 0; pet < 3; pet++)
            Assert.Contains($$"""["pets",{{pet}},"owner","broken"]""", answer);
    }

    [Fact]
    public async Task A_shared_key_without_an_object_is_null_everywhere() => Assert.Equal(
        """{"data":{"pets":[{"vet":null},{"vet":null},{"vet":null}]}}""",
        await Run.Text(Schema(), "{ pets { vet { name } } }"));

    static Schema Schema()
    {
        var owners = new Dictionary<long, string> { [1] = "Ann", [2] = "Bob" };
        (int? Age, long Owner)[] pets = [(null, 1), (1, 1), (2, 2)];
        var g = new SchemaBuilder();
        var owner = g.Object<string>("Owner")
            .String("name", name => name)
            .Field("broken", Scalars.String.OrNull(), string? (_) => throw new GraphException("broken", "It is."));
        var pet = g.Object<(int? Age, long Owner)>("Pet")
            .One("owner", owner, p => (long?)p.Owner, (_, _) => new(owners))
            .One("vet", owner, p => (long?)99, (_, _) => new(owners))
            .Int("age", p => p.Age ?? throw new GraphException("no_age", "It has no age."));
        g.Query.Field("pets", pet.OrNull().List(), _ =>
            (IReadOnlyList<(int? Age, long Owner)?>)[.. pets.Select(p => ((int? Age, long Owner)?)p)]);
        return g.Build();
    }
}
