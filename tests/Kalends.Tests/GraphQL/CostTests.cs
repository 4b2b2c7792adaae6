using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>Fields weigh what they make the database do.</summary>
public sealed class CostTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    const string Recommend =
        "recommend(skills: [\"a\"], budget: 1, dates: [{fromDate: \"2030-02-01\", toDate: \"2030-02-02\"}])";

    const string Event = "eventId createdAt email environment component message data";

    public static TheoryData<string> TooMuch => new()
    {
        Aliases(12, $"{Recommend} {{ items {{ score }} }}"),
        Aliases(12, "providerFacets { cost { count } }"),
        Aliases(60, $"eventLog(first: 100, filter: {{words: \"a\"}}) {{ edges {{ node {{ {Event} }} }} }}"),
        Aliases(20, "slots(providerId: 1, limit: 4096) { items { slotId startsAt endsAt } }"),
        Aliases(20, "reimbursementReport { items { state } }"),
        "{ providers(first: 100) { edges { node { slots(first: 100) { slotId startsAt endsAt } " +
            "reviews(first: 100) { edges { node { id rating comment reply createdAt } } } } } } }",
        Aliases(20, $"nodes(ids: [{string.Join(',', Enumerable.Repeat("\"UHJvdmlkZXI6MQ==\"", 100))}]) " +
            "{ ... on Provider { name skills slots { slotId } } }"),
    };

    [Theory, MemberData(nameof(TooMuch))]
    public async Task A_document_that_asks_for_too_much_is_refused_before_anything_is_read(string document) =>
        Assert.Equal("limit_cost", (await app.Admin.Ask(document)).Refusal());

    public static TheoryData<string> Usual => new()
    {
        Aliases(4, $"{Recommend} {{ items {{ score provider {{ name skills }} }} }}"),
        Aliases(2, $"eventLog(first: 100) {{ edges {{ node {{ {Event} }} }} }}"),
        Aliases(10, "slots(providerId: 1, limit: 100) { items { slotId } }"),
        "{ providers(first: 100) { edges { node { name skills slots(first: 5) { slotId } } } } }",
        $"{{ nodes(ids: [{string.Join(',', Enumerable.Repeat("\"UHJvdmlkZXI6MQ==\"", 100))}]) {{ id }} }}",
    };

    [Theory, MemberData(nameof(Usual))]
    public async Task What_clients_usually_ask_for_is_answered(string document) =>
        Assert.DoesNotContain("limit_", (await app.Admin.Ask(document)).Is(200).Text, StringComparison.Ordinal);

    static string Aliases(int count, string field) =>
        $"{{ {string.Join(' ', Enumerable.Range(0, count).Select(i => $"a{i}: {field}"))} }}";
}
