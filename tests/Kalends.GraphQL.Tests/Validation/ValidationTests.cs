using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Language;
using Kalends.GraphQL.Tests.Kit;
using Kalends.GraphQL.Types;
using Kalends.GraphQL.Validation;

namespace Kalends.GraphQL.Tests.Validation;

public sealed class ValidationTests
{
    static readonly Schema Schema = new Clinic().Schema();

    [Theory]
    [InlineData("{ echo } type T { a: Int }", "1:10")]
    [InlineData("{ echo } schema { query: T }", "1:10")]
    public void Executable_definitions(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("subscription { a }", "1:1")]
    public void Known_operation_types(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("query A { echo } mutation A { next }", "1:7 1:27")]
    [InlineData("query A { echo } mutation B { next }", "")]
    public void Unique_operation_names(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ echo } query A { echo }", "1:1")]
    [InlineData("{ echo } { echo }", "1:1|1:10")]
    public void Lone_anonymous_operation(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ nothing }", "1:3")]
    [InlineData("{ visits { nothing } }", "1:12")]
    [InlineData("{ things { name } }", "1:12")]
    [InlineData("{ things { __typename } named { name } __schema { queryType { name } } }", "")]
    [InlineData("{ visits { __schema { types { name } } } }", "1:12")]
    public void Fields_on_correct_type(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ a: echo a: sum(range: {begin: 1}) }", "1:3 1:11|1:3 1:11")]
    [InlineData("{ echo(text: \"a\") echo(text: \"b\") }", "1:3 1:19")]
    [InlineData("{ echo echo(text: \"b\") }", "1:3 1:8")]
    [InlineData("{ echo(text: \"a\") ...F } fragment F on Query { echo(text: \"a\") }", "")]
    [InlineData("{ sum(range: {begin: 1, end: 2}) sum(range: {end: 2, begin: 1}) }", "")]
    [InlineData("{ things { ... on Visit { x: id } ... on Therapist { x: name } } }", "1:27 1:54")]
    [InlineData("{ things { ... on Visit { x: name } ... on Therapist { x: id } } }", "1:27 1:56")]
    [InlineData("{ things { ... on Visit { id } ... on Therapist { id } } }", "")]
    [InlineData("{ visits { therapist { x: name } } visits { therapist { x: id } } }", "1:24 1:57|1:24 1:57")]
    [InlineData("{ ...A ...B } fragment A on Query { x: echo } fragment B on Query { x: __typename }", "1:37 1:69")]
    public void Overlapping_fields_can_be_merged(string document, string places) =>
        ExpectPlaces(document, places.Split('|', StringSplitOptions.RemoveEmptyEntries).Distinct());

    [Theory]
    [InlineData("{ echo { a } }", "1:8")]
    [InlineData("{ visits }", "1:3")]
    public void Scalar_leafs(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ echo(nothing: 1) }", "1:8")]
    [InlineData("{ echo @skip(if: true, unless: 1) }", "1:24")]
    public void Known_argument_names(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ echo(text: \"a\", text: \"a\") }", "1:8 1:19")]
    public void Unique_argument_names(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ sum }", "1:3")]
    [InlineData("{ echo @include }", "1:8")]
    public void Provided_required_arguments(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ ...F } fragment F on Query { echo } fragment F on Query { echo }", "1:19 1:48")]
    public void Unique_fragment_names(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ ...F } fragment F on Nothing { echo }", "1:24")]
    [InlineData("query ($a: Nothing) { echo(text: $a) }", "1:12")]
    [InlineData("{ ... on Nothing { echo } }", "1:10")]
    public void Known_type_names(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ ... on Kind { a } }", "1:10")]
    [InlineData("{ ...F } fragment F on Range { begin }", "1:24")]
    public void Fragments_on_composite_types(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ echo } fragment F on Query { echo }", "1:10")]
    public void No_unused_fragments(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ ...F }", "1:6")]
    public void Known_fragment_names(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ ...F } fragment F on Query { ...F }", "1:32")]
    [InlineData("{ ...F } fragment F on Query { ...G echo } fragment G on Query { ...F }", "1:32 1:66")]
    public void No_fragment_cycles(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ visits { ... on Therapist { id } } }", "1:12")]
    [InlineData("{ visits { ...F } } fragment F on Therapist { id }", "1:12")]
    [InlineData("{ named { ... on Visit { id } } things { ... on Named { name } } }", "")]
    public void Possible_fragment_spreads(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ echo(text: 1) }", "1:14")]
    [InlineData("{ sum(range: {begin: \"1\"}) }", "1:22")]
    [InlineData("{ sum(range: {end: 1}) }", "1:14")]
    [InlineData("{ sum(range: {begin: 1, size: 2}) }", "1:25")]
    [InlineData("{ sum(range: null) }", "1:14")]
    [InlineData("{ sum(range: 3) }", "1:14")]
    [InlineData("{ kinds(of: \"ONE_OFF\") }", "1:13")]
    [InlineData("{ kinds(of: [ONE_OFF, NONE]) }", "1:23")]
    [InlineData("{ kinds(of: [null]) }", "1:14")]
    [InlineData("{ find(by: {id: 1, name: \"a\"}) }", "1:12")]
    [InlineData("{ find(by: {id: null}) }", "1:12")]
    [InlineData("{ find(by: {}) }", "1:12")]
    [InlineData("{ sum(range: {begin: 9999999999}) }", "1:22")]
    [InlineData("query ($a: Int = \"x\") { sum(range: {begin: $a}) }", "1:18")]
    public void Values_of_correct_type(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ sum(range: {begin: 1, begin: 2}) }", "1:15 1:25")]
    public void Unique_input_field_names(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ echo @nothing }", "1:8")]
    [InlineData("query @skip(if: true) { echo }", "1:7")]
    [InlineData("query ($a: String @include(if: true)) { echo(text: $a) }", "1:19")]
    public void Known_directives_in_their_places(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("{ echo @skip(if: true) @skip(if: false) }", "1:8 1:24")]
    public void Unique_directives_per_location(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("query ($a: String, $a: String) { echo(text: $a) }", "1:9 1:21")]
    public void Unique_variable_names(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("query ($a: Visit) { echo(text: $a) }", "1:12")]
    public void Variables_are_input_types(string document, string places) =>
        Assert.Contains(places, Places(document));

    [Theory]
    [InlineData("{ echo(text: $a) }", "1:14 1:1")]
    [InlineData("query A { ...F } fragment F on Query { echo(text: $a) }", "1:51 1:1")]
    public void No_undefined_variables(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("query ($a: String) { echo }", "1:8")]
    [InlineData("query ($a: Boolean!) { ...F } fragment F on Query { echo @skip(if: $a) }", "")]
    public void No_unused_variables(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("query ($a: Int) { sum(range: {begin: $a}) }", "1:8 1:38")]
    [InlineData("query ($a: Int) { sum(range: {begin: 1, end: $a}) }", "")]
    [InlineData("query ($a: Int = 1) { sum(range: {begin: $a}) }", "")]
    [InlineData("query ($a: String!) { sum(range: {begin: $a}) }", "1:8 1:42")]
    [InlineData("query ($a: Kind!) { kinds(of: $a) }", "1:8 1:31")]
    [InlineData("query ($a: Int) { find(by: {id: $a}) }", "1:8 1:33")]
    [InlineData("query ($a: Int!) { find(by: {id: $a}) }", "")]
    public void Variables_in_allowed_position(string document, string places) => Expect(document, places);

    [Theory]
    [InlineData("subscription { a b }", "1:18")]
    [InlineData("subscription { ...F } fragment F on Subscription { a b }", "1:54")]
    [InlineData("subscription { __typename }", "1:16")]
    [InlineData("subscription { a @skip(if: true) }", "1:18")]
    [InlineData("subscription { a }", "")]
    public void Single_field_subscriptions(string document, string places)
    {
        var g = new Clinic().Builder();
        g.Subscription.Stream("a", Scalars.Int, _ => (_, _) => AsyncEnumerable.Empty<int>())
            .Stream("b", Scalars.Int, _ => (_, _) => AsyncEnumerable.Empty<int>());

        Assert.Equal(Split(places), Places(document, g.Build()));
    }

    [Fact]
    public void After_a_hundred_faults_the_rest_is_not_checked()
    {
        var document = $"{{ {string.Concat(Enumerable.Repeat("nothing ", 500))} }}";

        Assert.Equal(101, Validator.Validate(Schema, Parser.Parse(document)).Count);
    }

    static void Expect(string document, string places) => ExpectPlaces(document, Split(places));

    static void ExpectPlaces(string document, IEnumerable<string> places) =>
        Assert.Equal(places, Places(document));

    static string[] Split(string places) => places.Split('|', StringSplitOptions.RemoveEmptyEntries);

    static IEnumerable<string> Places(string document, Schema? schema = null) =>
        Validator.Validate(schema ?? Schema, Parser.Parse(document))
            .Select(e => string.Join(" ", e.Locations.Select(l => $"{l.Line}:{l.Column}")));
}
