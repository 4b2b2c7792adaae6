using Kalends.Platform.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>Refusals over GraphQL have all faults, and call members as the schema does.</summary>
public sealed class SchemaNamesTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    [Theory]
    [InlineData("/organisation_id", "/organisationId")]
    [InlineData("/rules/0/valid_from", "/rules/0/validFrom")]
    [InlineData("ends_at must be after starts_at.", "endsAt must be after startsAt.")]
    [InlineData("calendar is not an iCalendar (RFC 5545).", "calendar is not an iCalendar (RFC 5545).")]
    [InlineData("_ a_ _b A_B a__b", "_ a_ _b A_B a__b")]
    [InlineData("", "")]
    public void Names_of_members_are_written_as_in_the_schema(string rest, string graph) =>
        Assert.Equal(graph, SchemaNames.In(rest));

    [Fact]
    public async Task Every_fault_of_an_input_is_told_in_the_names_of_the_schema()
    {
        var provider = await app.GivenAProvider();

        var faults = await Faults($$"""
            mutation { replaceWorkingHours(input: { providerId: "{{provider}}", timeZone: "Europe/Atlantis", rules: [
                { weekdays: [1], everyWeeks: 2, stretches: [{ from: "09:00", to: "09:20" }] }
            ] }) { workingHours { timeZone } } }
            """);
        var owner = await Faults("""
            mutation { createService(input: { name: "Talk", durationMinutes: 30 }) { service { name } } }
            """);

        Assert.Equal(
            ["/rules/0/stretches/0/to not_a_multiple", "/rules/0/validFrom required", "/timeZone unknown_time_zone"],
            faults.Select(one => $"{one.Place} {one.Code}").Order(StringComparer.Ordinal));
        Assert.Contains("everyWeeks counts from the week of validFrom.", faults.Select(one => one.Message));
        Assert.Equal([("/providerId", "one_owner", "Either organisationId or providerId is given.")], owner);
    }

    async Task<List<(string? Place, string? Code, string? Message)>> Faults(string query)
    {
        var answer = await app.Admin.Post("/graphql", new { query });
        var refused = Assert.Single(answer["errors"]!.AsArray())!["extensions"]!;
        Assert.Equal("invalid_input", (string?)refused["code"]);
        return refused["errors"]!.AsArray().Select(one => (
            (string?)one!["pointer"] ?? (string?)one["parameter"], (string?)one["code"], (string?)one["message"]))
            .ToList();
    }
}
