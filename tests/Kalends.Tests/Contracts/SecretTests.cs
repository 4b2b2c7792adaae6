using System.Text.RegularExpressions;
using Kalends.Accounts;
using Kalends.Accounts.Public;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.Paging;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Route = Kalends.Platform.Http.Route;

namespace Kalends.Tests.Contracts;

/// <summary>What only its receiver may know is kept nowhere.</summary>
public sealed partial class SecretTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    static readonly string[] NoSecrets =
    [
        "TokenPair.TokenType", "AccessToken.TokenType", "GuestSignIn.TokenType", "CareEvent.SourceKey",
        "Question.Key",
    ];

    [Fact]
    public void No_route_keeps_an_answer_that_holds_a_secret() => Assert.Empty(Routes()
        .Where(route => Secrets.AreIn(route.Output) && route.TakesIdempotencyKey)
        .Select(route => route.Operation));

    [Fact]
    public void The_answers_that_hold_a_secret_are_these() => Assert.Equal(
        [
            "createApiKey", "createStreamTicket", "createWebhook", "inviteToClient", "inviteToProvider",
            "issueGuestToken", "issueToken", "makeFeedOfClient", "makeFeedOfProvider", "refreshToken", "rotateApiKey",
            "rotateWebhookSecret",
        ],
        Routes().Where(route => Secrets.AreIn(route.Output)).Select(route => route.Operation).Order());

    [Fact]
    public void The_mutations_that_keep_no_answer_are_those_of_secrets() => Assert.Equal(
        [
            "acceptInvitation", "addExternalCalendar", "changePassword", "createApiKey", "createStreamTicket",
            "createUser", "createWebhook", "forgotPassword", "inviteToClient", "inviteToProvider", "issueGuestToken",
            "issueToken", "makeFeedOfClient", "makeFeedOfProvider", "refreshToken", "replaceContactOfMe",
            "requestGuestCode", "resetForgottenPassword", "revokeToken", "rotateApiKey", "rotateWebhookSecret",
            "updateUser", "verifyContact",
        ],
        Graphs.OfTheProduct(app.Services).Build().Mutation!.Fields.Values
            .Where(field => !TakesKey(field)).Select(field => field.Name).Order());

    internal static bool TakesKey(OutputField field) => field.Arguments.ContainsKey("idempotencyKey")
        || (field.Arguments.TryGetValue("input", out var input)
            && ((InputObjectType)input.Type.Named).Fields.ContainsKey("idempotencyKey"));

    [Fact]
    public void Every_member_of_an_answer_that_is_called_like_a_secret_is_marked_as_one() => Assert.Empty(Routes()
        .SelectMany(route => Answers(route.Output, []))
        .SelectMany(type => type.GetConstructors().SelectMany(made => made.GetParameters()))
        .Where(member => member.ParameterType == typeof(string) && Suspicious().IsMatch(member.Name!))
        .Where(member => !member.IsDefined(typeof(SecretAttribute), inherit: false))
        .Select(member => $"{member.Member.DeclaringType!.Name}.{member.Name}")
        .Except(NoSecrets));

    [Theory]
    [InlineData(typeof(TokenPair), true)]
    [InlineData(typeof(Page<TokenPair>), true)]
    [InlineData(typeof(Wrapped), true)]
    [InlineData(typeof(Recursive), false)]
    [InlineData(typeof(Me), false)]
    [InlineData(typeof(Page<UserView>), false)]
    public void A_secret_is_found_however_deep_it_lies(Type answer, bool isFound) =>
        Assert.Equal(!isFound, Idempotency.FitsTo(Access.SignedIn, typeof(NoInput), answer));

    IEnumerable<Route> Routes() => app.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<Route>()).OfType<Route>();

    /// <summary>The types of the product in an answer of this type.</summary>
    static IEnumerable<Type> Answers(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            yield break;
        var parts = type.GetGenericArguments().AsEnumerable();
        if (type.Assembly == typeof(Route).Assembly)
        {
            yield return type;
            parts = parts.Concat(type.GetProperties().Select(property => property.PropertyType));
        }
        foreach (var inner in parts.SelectMany(part => Answers(part, seen)))
            yield return inner;
    }

    sealed record Inner(IReadOnlyList<TokenPair> Pairs);

    sealed record Wrapped(string Name, Inner? Inner);

    sealed record Recursive(string Name, IReadOnlyList<Recursive> Inner);

    [GeneratedRegex("token|password|secret|key$", RegexOptions.IgnoreCase)]
    private static partial Regex Suspicious();
}
