using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kalends.Platform;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Contracts;

/// <summary>Every refusal stands in the catalogue, and the documents tell it where it is given.</summary>
public sealed partial class RefusalTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Fact]
    public void The_page_of_errors_is_the_catalogue() => Snapshot.Match("docs/api/errors.md", ErrorsPage.Text());

    [Fact]
    public void Refusals_are_made_in_the_catalogue_only() => Assert.Empty(SourceTree.Files("src/Kalends", "*.cs")
        .Where(path => !path.EndsWith("Errors.cs", StringComparison.Ordinal))
        .Where(path => path is not "src/Kalends/Platform/Refusal.cs" and not "src/Kalends/Platform/Refused.cs")
        .Where(path => Making().IsMatch(SourceTree.Read(path))));

    [Fact]
    public void Nobody_compares_codes() => Assert.Empty(SourceTree.Files("src/Kalends", "*.cs")
        .Where(path => Comparing().IsMatch(SourceTree.Read(path))));

    [Fact]
    public void Faults_have_their_codes_from_constants() => Assert.Empty(SourceTree.Files("src/Kalends", "*.cs")
        .Where(path => FaultWithLiteral().IsMatch(SourceTree.Read(path))));

    [Fact]
    public void A_code_has_one_status_but_for_two_ways_to_sign_in_too_often() => Assert.Equal(
        ["too_many_sign_ins"], Refusals.All.GroupBy(refusal => refusal.Code)
            .Where(code => code.Select(refusal => refusal.Reason).Distinct().Count() > 1)
            .Select(code => code.Key));

    [Theory]
    [InlineData("/v1/reservations", "post", "409", "slot_taken client_busy too_many_holds idempotency_in_progress")]
    [InlineData("/v1/reservations", "post", "422", "too_soon invalid_input idempotency_key_reused")]
    [InlineData("/v1/reservations", "post", "415", "unsupported_media_type unsupported_content_encoding")]
    [InlineData("/v1/reservations/{id}/confirm", "post", "410", "hold_expired")]
    [InlineData("/v1/reservations/{id}", "get", "404", "not_found")]
    [InlineData("/v1/me", "get", "401", "token_missing token_expired token_revoked")]
    // A hook of scheduling refuses it.
    [InlineData("/v1/providers/{id}", "delete", "409", "provider_booked")]
    [InlineData("/v1/providers/{id}", "delete", "412", "precondition_failed")]
    [InlineData("/v1/auth/token", "post", "429", "too_many_sign_ins rate_limited")]
    [InlineData("/readyz", "get", "503", "draining clock_skew not_ready")]
    public async Task An_operation_tells_what_it_may_refuse(string path, string method, string status, string codes)
    {
        var told = Resolved((await ResponsesOf(app.Nobody, path, method))[status]!);

        Assert.All(codes.Split(' '), code => Assert.Contains($"`{code}`", told, StringComparison.Ordinal));
    }

    [Theory]
    // Nobody is refused where no token is asked for, and what is caught is not given.
    [InlineData("/v1/auth/revoke", "post", "401")]
    [InlineData("/v1/reservations/{id}", "get", "409")]
    [InlineData("/livez", "get", "429")]
    public async Task An_operation_tells_nothing_that_it_cannot_refuse(string path, string method, string status) =>
        Assert.Null((await ResponsesOf(app.Nobody, path, method))[status]);

    [Fact]
    public async Task Every_code_is_told_by_an_operation_but_for_those_of_no_route_of_GraphQL_and_of_pages()
    {
        var told = (await app.Nobody.Paths()).SelectMany(path => path.Value!.AsObject())
            .SelectMany(operation => operation.Value!["responses"]!.AsObject())
            .Where(response => response.Key[0] is '4' or '5')
            .SelectMany(response => CodeInList().Matches(Resolved(response.Value!)))
            .Select(code => code.Groups[1].Value)
            .ToHashSet();

        Assert.Equal(
            ["bad_cursor", "form_outdated", "headers_too_large", "method_not_allowed", "too_many_rows"],
            Refusals.All.Select(refusal => refusal.Code).Distinct().Except(told).Order(StringComparer.Ordinal));
    }

    internal static async Task<JsonNode> ResponsesOf(Visitor visitor, string path, string method) =>
        (await visitor.Paths()).Single(one => one.Key == path).Value![method]!["responses"]!;

    // What operations have in common stands beside them.
    internal static string Resolved(JsonNode response) => (string)(response["$ref"] is { } reference
        ? response.Root["components"]!["responses"]![((string)reference!).Split('/')[^1]]!
        : response)["description"]!;

    [GeneratedRegex(@"new Refused\(|new Refusal\(|Refusal\.(NotFound|Forbidden|Conflict|Invalid|TooMany|Busy)\(")]
    private static partial Regex Making();

    [GeneratedRegex("^- `(.+?)`:", RegexOptions.Multiline)]
    private static partial Regex CodeInList();

    [GeneratedRegex(@"(Refused \{ Code|efused\.Code) *(:|==|!=|is) ")]
    private static partial Regex Comparing();

    [GeneratedRegex("""
        (errors\.Add(Parameter)?|Refused\.Invalid(Parameter)?)\([^;,]+,\s*"[a-z_]+",
        | new\sFault\([^;,]+,[^;,]+,\s*"[a-z_]+",
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex FaultWithLiteral();
}
