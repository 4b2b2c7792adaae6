using Kalends.GraphQL.Introspection;
using Kalends.GraphQL.Tests.Kit;
using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Tests.Types;

public sealed class SdlPrinterTests
{
    [Fact]
    public void A_schema_is_printed_in_the_order_of_its_definition() => Assert.Equal("""
        interface Named {
          name: String!
        }

        type Therapist implements Named {
          id: ID!
          name: String!
          skills: [String!]!
          broken: String
          bug: String!
          secret: String
          visits: [Visit!]!
        }

        enum Kind {
          ONE_OFF
          CONSULTATION @deprecated(reason: "old")
        }

        type Visit implements Named {
          id: ID!
          name: String!
          kind: Kind!
          start: Int
          duration: Int!
          therapist: Therapist
        }

        union Thing = Therapist | Visit

        input Range {
          begin: Int!
          end: Int! = 100
        }

        input By @oneOf {
          id: Int
          name: String
        }

        type Query {
          visits: [Visit!]!
          things: [Thing]!
          named: [Named!]
          echo(text: String = "hello"): String!
          sum(range: Range!): Int!
          find(by: By!): String!
          kinds(of: [Kind!]): String!
        }

        type Mutation {
          next: Int!
          fail: Int
        }
        """, SdlPrinter.Print(new Clinic().Schema()));

    [Fact]
    public void Descriptions_and_directives_are_printed()
    {
        var g = new SchemaBuilder { Description = "All." };
        g.Directive("tag", "FIELD", "QUERY").Repeat().Describe("Tags.").Arg("name", Scalars.String, "\"x\"");
        var url = g.Scalar<string>("Url", v => (string)v, (o, v) =>
            o.String(v), "https://url.spec.whatwg.org", "An address.\nOf the web.");
        g.Query.Field("a", url, f =>
        {
            f.Arg("b", Scalars.Int.OrNull(), description: "The b.");
            f.Arg("c", Scalars.Int.List().OrNull(), "[1]", deprecation: "No longer supported");
            f.Describe("The a.").Deprecate();
            return (_, _, _) => "";
        }).Field("z", url, _ => "", f => f.Describe("The z."));

        Assert.Equal("""""
            """All."""
            schema {
              query: Query
            }

            """Tags."""
            directive @tag(name: String! = "x") repeatable on FIELD | QUERY

            """
            An address.
            Of the web.
            """
            scalar Url @specifiedBy(url: "https://url.spec.whatwg.org")

            type Query {
              """The a."""
              a(
                """The b."""
                b: Int
                c: [Int!] = [1] @deprecated
              ): Url! @deprecated

              """The z."""
              z: Url!
            }
            """"", SdlPrinter.Print(g.Build()));
    }
}
