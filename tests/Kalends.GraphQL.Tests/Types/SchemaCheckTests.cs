using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Tests.Kit;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Types;

public sealed class SchemaCheckTests
{
    [Fact]
    public void A_schema_needs_a_query() => Expect("Query root type", _ => { });

    [Fact]
    public void A_type_needs_fields() => Expect("must define one or more fields", g =>
        g.Query.Field("a", g.Object<int>("Empty"), _ => 1));

    [Fact]
    public void A_name_must_not_be_reserved() => Expect("reserved", g => g.Query.Field("__a", Scalars.Int, _ => 1));

    [Fact]
    public void A_name_must_be_a_name() => Expect("is no name", g => g.Query.Field("a-b", Scalars.Int, _ => 1));

    [Fact]
    public void An_input_object_is_no_type_for_a_field() => Expect("must be Output Type", g =>
        g.Query.Field("a", g.Input<int>("I").Fields(i => { i.Field("x", Scalars.Int); return _ => 1; }), _ => 1));

    [Fact]
    public void An_object_is_no_type_for_an_argument() => Expect("must be Input Type", g =>
    {
        var thing = g.Object<string>("Thing").Int("a", t => t.Length);
        g.Query.Field("a", Scalars.Int, f => { f.Arg("x", thing); return (_, _, _) => 1; });
    });

    [Fact]
    public void An_implementation_has_all_fields_of_its_interface() => Expect("does not provide it", g =>
    {
        var named = g.Interface<object>("Named").Field("name", Scalars.String);
        g.Query.Field("a", g.Object<string>("Thing").Implements(named).Int("a", t => t.Length), _ => "");
    });

    [Fact]
    public void An_implementation_narrows_types_only() => Expect("expects type String!", g =>
    {
        var named = g.Interface<object>("Named").Field("name", Scalars.String);
        g.Query.Field("a", g.Object<string>("Thing").Implements(named).StringOrNull("name", t => t), _ => "");
    });

    [Fact]
    public void Interfaces_of_interfaces_are_declared() => Expect("must implement A because", g =>
    {
        var a = g.Interface<object>("A").Field("name", Scalars.String);
        var b = g.Interface<object>("B").Field("name", Scalars.String).Implements(a);
        g.Query.Field("a", g.Object<string>("Thing").Implements(b).String("name", t => t), _ => "");
    });

    [Fact]
    public void A_default_has_the_type_of_its_argument() => Expect("invalid default value", g =>
        g.Query.Field("a", Scalars.Int, f => { f.Arg("x", Scalars.Int, "\"one\""); return (_, _, _) => 1; }));

    [Fact]
    public void A_required_argument_is_not_deprecated() => Expect("cannot be deprecated", g =>
        g.Query.Field("a", Scalars.Int, f => { f.Arg("x", Scalars.Int, deprecation: "old"); return (_, _, _) => 1; }));

    [Fact]
    public void An_input_object_must_not_need_itself() => Expect("references itself", g =>
    {
        var input = g.Input<object>("I");
        input.Fields(i => { i.Field("me", input); return _ => ""; });
        g.Query.Field("a", Scalars.Int, f => { f.Arg("x", input.OrNull()); return (_, _, _) => 1; });
    });

    [Fact]
    public void A_default_must_not_contain_itself() => Expect("default value of I.me references itself", g =>
    {
        var input = g.Input<object>("I");
        input.Fields(i => { i.Field("me", input.OrNull(), "{}"); return _ => ""; });
        g.Query.Field("a", Scalars.Int, f => { f.Arg("x", input.OrNull()); return (_, _, _) => 1; });
    });

    [Fact]
    public void Fields_of_a_one_of_are_nullable() => Expect("must be nullable", g =>
    {
        var input = g.Input<object>("I").OneOf();
        input.Fields(i => { i.Field("a", Scalars.Int); return _ => ""; });
        g.Query.Field("a", Scalars.Int, f => { f.Arg("x", input.OrNull()); return (_, _, _) => 1; });
    });

    [Fact]
    public void Two_fields_of_one_name_are_refused_where_they_are_written() =>
        Assert.Throws<SchemaException>(() => new Clinic().Builder().Query.Field("echo", Scalars.Int, _ => 1));

    [Fact]
    public void A_second_module_can_add_a_field_to_a_type_of_the_first()
    {
        var g = new Clinic().Builder();
        g.Object<Therapist>("Therapist").String("initial", t => t.Name[..1]);

        Assert.Contains("initial: String!", SdlPrinter.Print(g.Build()));
    }

    static void Expect(string fault, Action<SchemaBuilder> build)
    {
        var g = new SchemaBuilder();
        build(g);

        Assert.Contains(Assert.Throws<SchemaException>(g.Build).Faults, f =>
            f.Contains(fault, StringComparison.Ordinal));
    }
}
