using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Route = Kalends.Platform.Http.Route;

namespace Kalends.Tests.GraphQL;

/// <summary>What can be done over REST can be done over GraphQL, by the same use cases.</summary>
public sealed class ParityTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    /// <summary>Use cases of routes whose answer is part of another field.</summary>
    static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["ListAppointments"] = "Query.appointments",
        ["ListProviders"] = "Query.providers",
        ["ListReviewsOfProvider"] = "Provider.reviews",
        ["ListTariffs"] = "EventType.tariffs",
        ["ReadAnswers"] = "Reservation.answers",
        ["ReadReservationCalendar"] = "Reservation.calendar",
        ["ReadSkills"] = "Provider.skills",
        ["SearchFirstSlots"] = "Query.firstSlots",
    };

    /// <summary>Use cases of routes that no field has, each for its reason.</summary>
    static readonly Dictionary<string, string> OverRestOnly = new()
    {
        ["CancelManagedReservation"] = "Whoever has a link has no account; pages send it on.",
        ["ConfirmManagedReservation"] = "Whoever has a link has no account; pages send it on.",
        ["ExportPerson"] = "It may be long, and is written while it is read.",
        ["FetchFeed"] = "Calendar programs read it by its secret address.",
        ["ListManagedSlots"] = "Whoever has a link has no account; pages send it on.",
        ["MoveManagedReservation"] = "Whoever has a link has no account; pages send it on.",
        ["ReadManagedCalendar"] = "Whoever has a link has no account; pages send it on.",
        ["ReadManagedReservation"] = "Whoever has a link has no account; pages send it on.",
        ["ReadMessageText"] = "Systems that send text messages read it by its address.",
        ["Unsubscribe"] = "Mail programs call it by its address.",
        ["VerifyTotals"] = "It reads the whole ledger, for longer than a GraphQL request may take.",
    };

    [Fact]
    public void Every_use_case_of_a_route_has_a_field()
    {
        var graph = Fields();
        var ofFields = graph.UseCases.Values.Select(type => type.Name).ToHashSet();

        var missing = Canonical().Where(name => !ofFields.Contains(name));

        Assert.Equal(Elsewhere.Keys.Concat(OverRestOnly.Keys).Order(), missing.Order());
    }

    [Fact]
    public void What_stands_in_another_field_stands_in_the_schema()
    {
        var schema = Fields().Build();

        Assert.All(Elsewhere.Values, field =>
            Assert.Contains(field.Split('.')[1], ((ObjectType)schema.Types[field.Split('.')[0]]).Fields.Keys));
    }

    [Fact]
    public void A_mutation_is_called_like_its_route_and_takes_one_input()
    {
        var operations = Routes().Select(route => route.Operation).ToHashSet();
        var mutations = Graphs.OfTheProduct(app.Services).Build().Mutation!.Fields.Values.ToList();

        // The name saveEvent is the original service's.
        Assert.Equal(["appendEvent"], mutations.Select(field => field.Name).Except(operations));
        Assert.All(mutations, field =>
        {
            var type = char.ToUpperInvariant(field.Name[0]) + field.Name[1..];
            var input = Assert.Single(field.Arguments.Values);
            Assert.Equal(("input", $"{type}Input!", $"{type}Payload"),
                (input.Name, $"{input.Type}", $"{field.Type}"));
            Assert.Contains("clientMutationId", ((InputObjectType)input.Type.Named).Fields.Keys);
            Assert.Contains("clientMutationId", ((ObjectType)field.Type.Named).Fields.Keys);
        });
    }

    IEnumerable<string> Canonical() => Routes()
        .Where(route => route.Template.StartsWith("/v1/", StringComparison.Ordinal))
        .Select(route => route.UseCase.DeclaringType!.Name).Distinct();

    IEnumerable<Route> Routes() => app.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<Route>()).OfType<Route>();

    Graph Fields() => Graphs.OfAllModules(app.Services);
}
