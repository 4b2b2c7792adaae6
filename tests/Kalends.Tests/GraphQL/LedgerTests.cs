using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.GraphQL;

/// <summary>The ledger over GraphQL: the same use cases, the same refusals, the same sums.</summary>
public abstract class LedgerTests
{
    readonly TestApp _app;

    protected LedgerTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Care_is_registered_reimbursed_taken_back_and_reversed()
    {
        var caregiver = await _app.GivenAProvider();
        var name = $"Visit {Guid.NewGuid()}";
        var made = await Do(
            "createEventType", $"name: \"{name}\", currency: \"SEK\", amount: 1250", "eventType { eventTypeId }");
        var type = (string)made["eventTypeId"]!;
        var later = _app.Clock.GetUtcNow().AddDays(9).Text();
        await Do(
            "addTariff", $"eventTypeId: {type}, amount: 2000, inForceFrom: \"{later}\"", "tariff { amount }");
        var start = _app.Clock.GetUtcNow().AddHours(-1).Text();

        var care = await Do(
            "registerCareEvent",
            $"caregiverId: {caregiver}, eventTypeId: {type}, startsAt: \"{start}\", idempotencyKey: \"once\"",
            "careEvent { careEventId state amount serviceMonth caregiver { name } eventType { name " +
            "tariffs(first: 1) { amount inForceFrom } } remittance { reference } reversedBy { amount } }");
        var id = (string)care["careEventId"]!;
        var reference = $"{Guid.NewGuid()}";
        var paid = await Do(
            "remitCareEvents", $"reference: \"{reference}\", careEventIds: [{id}]",
            "remittance { remittanceId events amount currency }");
        var reimbursed = await Read(id);
        await Do(
            "reverseRemittance", $"remittanceId: {paid["remittanceId"]}, reason: \"twice\"",
            "remittance { reversedAt }");
        var reversal = await Do(
            "reverseCareEvent", $"careEventId: {id}, reason: \"wrong\"",
            "careEvent { amount reversalReason reverses { careEventId } }");

        Assert.Equal(
            $"{{\"careEventId\":\"{id}\",\"state\":\"OPEN\",\"amount\":1250,\"serviceMonth\":\"2030-01\"," +
            $"\"caregiver\":{{\"name\":\"Ada Lovelace\"}},\"eventType\":{{\"name\":\"{name}\"," +
            $"\"tariffs\":[{{\"amount\":2000,\"inForceFrom\":\"{later}\"}}]}}," +
            "\"remittance\":null,\"reversedBy\":null}", care.ToJsonString());
        Assert.Equal((1L, 1250L, "SEK"), (
            (long)paid["events"]!, (long)paid["amount"]!, (string)paid["currency"]!));
        Assert.Equal(("REIMBURSED", reference), (
            (string)reimbursed["state"]!, (string)reimbursed["remittance"]!["reference"]!));
        Assert.Equal((-1250L, "wrong", id), (
            (long)reversal["amount"]!, (string)reversal["reversalReason"]!,
            (string)reversal["reverses"]!["careEventId"]!));
        Assert.Equal(-1250, (long)(await Read(id))["reversedBy"]!["amount"]!);
    }

    [Fact]
    public async Task Completing_an_appointment_registers_its_care()
    {
        var (reservation, _) = await _app.GivenAnAppointment();
        var type = await _app.GivenAnEventType(300);
        _app.Clock.Advance(TimeSpan.FromDays(2.1));

        var done = (await _app.Admin.Ask(
            $"mutation {{ completeReservation(input: {{reservationId: {reservation}, eventTypeId: {type}}}) " +
            "{ reservationId careEvent { amount reservationId } } }")).Data()["completeReservation"]!;

        Assert.Equal(
            $"{{\"reservationId\":\"{reservation}\",\"careEvent\":{{\"amount\":300," +
            $"\"reservationId\":\"{reservation}\"}}}}", done.ToJsonString());
    }

    [Fact]
    public async Task A_client_who_did_not_come_is_written_down()
    {
        var (reservation, _) = await _app.GivenAnAppointment();
        _app.Clock.Advance(TimeSpan.FromDays(2.1));

        var missed = await Do(
            "markNoShow", $"reservationId: {reservation}", "reservation { state endedAt }");

        Assert.Equal("NO_SHOW", (string?)missed["state"]);
        Assert.NotNull(missed["endedAt"]);
    }

    [Fact]
    public async Task The_report_is_the_one_of_REST()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(700, "JPY"));
        await _app.GivenACareEvent(caregiver, type);
        var month = _app.Clock.GetUtcNow().AddHours(-1).ToString("yyyy-MM");

        var report = (await _app.Admin.Ask(
            $"{{ reimbursementReport(firstMonth: \"{month}\", lastMonth: \"{month}\", " +
            $"groupBy: [TYPE, MONTH, CAREGIVER], caregiverIds: [{caregiver}]) " +
            "{ basis timeZone groupBy items { month caregiver { name } caregiverId caregiverName " +
            "eventType { currency } eventTypeId state currency events amount } } }")).Data()["reimbursementReport"]!;

        Assert.Equal(
            "{\"basis\":\"SERVICE\",\"timeZone\":\"UTC\",\"groupBy\":[\"MONTH\",\"CAREGIVER\",\"TYPE\"],\"items\":[{" +
            $"\"month\":\"{month}\",\"caregiver\":{{\"name\":\"Ada Lovelace\"}}," +
            $"\"caregiverId\":\"{caregiver}\",\"caregiverName\":\"Ada Lovelace\"," +
            $"\"eventType\":{{\"currency\":\"JPY\"}},\"eventTypeId\":\"{type}\",\"state\":\"OPEN\"," +
            "\"currency\":\"JPY\",\"events\":1,\"amount\":700}]}", report.ToJsonString());
    }

    [Fact]
    public async Task Care_events_are_walked_in_both_directions()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        var ids = new List<string>();
        for (var i = 5; i > 0; i--)
            ids.Add($"{await _app.GivenACareEvent(caregiver, type, hoursAgo: i)}");

        var first = await Page("first: 3");
        var rest = await Page($"first: 3, after: \"{first["pageInfo"]!["endCursor"]}\"");
        var last = await Page("last: 2");

        Assert.Equal(ids, Ids(first).Concat(Ids(rest)));
        Assert.Equal(ids.TakeLast(2), Ids(last));
        Assert.NotEmpty((await _app.Admin.Ask("{ eventTypes(last: 1) { edges { node { name } } } }"))
            .Data()["eventTypes"]!["edges"]!.AsArray());

        async Task<JsonNode> Page(string page) => (await _app.Admin.Ask(
            $"{{ careEvents(caregiverId: {caregiver}, {page}) {{ edges {{ node {{ careEventId }} }} " +
            "pageInfo { endCursor } } }")).Data()["careEvents"]!;

        static IEnumerable<string> Ids(JsonNode page) =>
            page["edges"]!.AsArray().Select(edge => (string)edge!["node"]!["careEventId"]!);
    }

    [Theory]
    [InlineData("{ eventType(eventTypeId: 999999) { name } }", "not_found")]
    [InlineData("{ careEvent(careEventId: 999999) { amount } }", "not_found")]
    [InlineData("{ careEvents(state: OPEN) { edges { cursor } } }", "invalid_input")]
    [InlineData("{ reimbursementReport(firstMonth: \"2030\") { basis } }", "invalid_input")]
    [InlineData("{ reimbursementReport(basis: BOOKING, from: \"2030-01-01T00:00:01Z\") { basis } }", "invalid_input")]
    [InlineData("mutation { closeEventType(input: {eventTypeId: 999999}) { clientMutationId } }", "not_found")]
    [InlineData("mutation { deleteCareEvent(input: {careEventId: 999999}) { clientMutationId } }", "not_found")]
    public async Task What_cannot_be_is_refused_in_its_own_words(string query, string code) =>
        Assert.Equal(code, (await _app.Admin.Ask(query)).Is(200).Refusal());

    [Fact]
    public async Task Fields_keep_the_access_of_their_routes()
    {
        var (owner, stranger) = (await _app.As(Roles.Provider), await _app.As(Roles.Provider));
        var care = await _app.GivenACareEvent(await _app.GivenAProvider(owner), await _app.GivenAnEventType());
        var read = $"{{ careEvent(careEventId: {care}) {{ amount }} }}";

        Assert.NotNull((await owner.Ask(read)).Data()["careEvent"]);
        Assert.Equal("not_found", (await stranger.Ask(read)).Refusal());
        Assert.Equal("forbidden", (await (await _app.As(Roles.Client)).Ask(read)).Refusal());
        Assert.Equal("token_missing", (await _app.Nobody.Ask(read)).Refusal());
        Assert.Equal("forbidden", (await owner.Ask("{ remittances { edges { cursor } } }")).Refusal());
        Assert.Equal("forbidden", (await owner.Ask(
            $"mutation {{ remitCareEvents(input: {{reference: \"x\", careEventIds: [{care}]}}) " +
            "{ remittance { amount } } }")).Refusal());
        Assert.Empty((await stranger.Ask("{ reimbursementReport { items { amount } } }"))
            .Data()["reimbursementReport"]!["items"]!.AsArray());
    }

    /// <summary>Runs a mutation, and gives the thing in its payload that is shown.</summary>
    async Task<JsonNode> Do(string mutation, string input, string shown) =>
        (await _app.Admin.Ask($"mutation {{ {mutation}(input: {{{input}}}) {{ {shown} }} }}"))
        .Data()[mutation]!.AsObject().First().Value!;

    async Task<JsonNode> Read(string id) => (await _app.Admin.Ask(
        $"{{ careEvent(careEventId: {id}) {{ state remittance {{ reference }} reversedBy {{ amount }} }} }}"))
        .Data()["careEvent"]!;
}

public sealed class LedgerTestsOnSqlite(SqliteApp app) : LedgerTests(app), IClassFixture<SqliteApp>;

public sealed class LedgerTestsOnPostgres(PostgresApp app) : LedgerTests(app), IClassFixture<PostgresApp>;
