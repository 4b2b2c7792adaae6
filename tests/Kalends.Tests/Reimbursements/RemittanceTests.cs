using Kalends.Tests.Kit;

namespace Kalends.Tests.Reimbursements;

public abstract class RemittanceTests
{
    readonly TestApp _app;

    protected RemittanceTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task Care_events_are_reimbursed_by_their_ids_all_or_none()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(700));
        var ids = await Events(caregiver, type, 3);

        var made = (await Remit(ids[0], ids[1], ids[1])).Is(201);
        var refused = await Remit(ids[1], ids[2], 999_999);

        Assert.Equal((2, 1400, "SEK"), ((long)made["events"]!, (long)made["amount"]!, (string)made["currency"]!));
        refused.IsRefused(409, "not_open");
        Assert.Equal([999_999], Numbers(refused, "unknown"));
        Assert.Equal([ids[1]], Numbers(refused, "reimbursed"));
        Assert.Equal(["reimbursed", "reimbursed", "open"], await States(ids));
        Assert.Equal(
            ids.Take(2), Numbers(await _app.Admin.Get($"/v1/remittances/{made.Id}/care-events"), "items", "id"));
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task The_open_care_events_of_a_caregivers_month_are_reimbursed_in_one_call()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(700));
        await Events(caregiver, type, 3);
        var late = await _app.GivenACareEvent(caregiver, type, hoursAgo: 24 * 60);

        var made = (await RemitMonth(caregiver)).Is(201);
        var again = await RemitMonth(caregiver);

        Assert.Equal((3, 2100), ((long)made["events"]!, (long)made["amount"]!));
        again.IsRefused(409, "nothing_open");
        Assert.Equal(["open"], await States([late]));
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task Equal_calls_make_one_remittance_and_another_body_is_refused()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        var ids = await Events(caregiver, type, 3);
        var reference = Guid.NewGuid();
        Task<Answer> Send(params long[] which) =>
            _app.Admin.Post("/v1/remittances", new { reference, care_event_ids = which });

        var first = (await Send(ids[0], ids[1])).Is(201);
        var again = (await Send(ids[1], ids[0])).Is(201);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
        (await Send(ids[2])).IsRefused(409, "reference_taken");
        Assert.Equal(["reimbursed", "reimbursed", "open"], await States(ids));
    }

    [Fact]
    public async Task A_remittance_is_in_one_currency()
    {
        var caregiver = await _app.GivenAProvider();
        var kronor = await Events(caregiver, await _app.GivenAnEventType(100), 1);
        var yen = await Events(caregiver, await _app.GivenAnEventType(100, "JPY"), 1);

        var refused = await RemitMonth(caregiver);
        (await Remit(kronor[0], yen[0])).IsRefused(409, "mixed_currencies");
        var made = (await RemitMonth(caregiver, "JPY")).Is(201);

        refused.IsRefused(409, "mixed_currencies");
        Assert.Equal(["JPY", "SEK"], refused["currencies"]!.AsArray().Select(code => (string)code!));
        Assert.Equal(("JPY", 100), ((string)made["currency"]!, (long)made["amount"]!));
        Assert.Equal(["open", "reimbursed"], await States([kronor[0], yen[0]]));
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task A_reversed_remittance_stays_visible_and_its_care_events_may_be_reimbursed_again()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType());
        var ids = await Events(caregiver, type, 2);
        var made = (await Remit([.. ids])).Is(201);

        var reversed = await _app.Admin.Post($"/v1/remittances/{made.Id}/reverse", new { reason = "bounced" });

        reversed.Is(200);
        Assert.Equal(("bounced", _app.Admin.UserId),
            ((string)reversed["reversal_reason"]!, (string)reversed["reversed_by"]!));
        Assert.Equal(["open", "open"], await States(ids));
        Assert.Equal(reversed.Text, (await _app.Admin.Get($"/v1/remittances/{made.Id}")).Is(200).Text);
        (await _app.Admin.Post($"/v1/remittances/{made.Id}/reverse")).IsRefused(409, "already_reversed");
        (await _app.Admin.Delete($"/v1/care-events/{ids[0]}")).IsRefused(409, "was_reimbursed");
        (await Remit([.. ids])).Is(201);
        Assert.Equal(["reimbursed", "reimbursed"], await States(ids));
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task An_open_care_event_is_deleted_and_a_reimbursed_one_reversed()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(300));
        var ids = await Events(caregiver, type, 2);
        (await Remit(ids[0])).Is(201);

        (await _app.Admin.Delete($"/v1/care-events/{ids[1]}")).Is(200);
        (await _app.Admin.Get($"/v1/care-events/{ids[1]}")).IsRefused(404, "not_found");
        (await _app.Admin.Delete($"/v1/care-events/{ids[0]}")).IsRefused(409, "already_reimbursed");
        var reversal = (await _app.Admin.Post($"/v1/care-events/{ids[0]}/reverse", new { reason = "twice" })).Is(201);

        Assert.Equal((-300, "open", ids[0]),
            ((long)reversal["amount"]!, (string)reversal["state"]!, (long)reversal["reverses_id"]!));
        Assert.Equal(reversal.Id, (long)(await _app.Admin.Get($"/v1/care-events/{ids[0]}"))["reversed_by_id"]!);
        (await _app.Admin.Post($"/v1/care-events/{ids[0]}/reverse")).IsRefused(409, "already_reversed");
        (await _app.Admin.Post($"/v1/care-events/{reversal.Id}/reverse")).IsRefused(409, "is_reversal");
        (await _app.Admin.Delete($"/v1/care-events/{reversal.Id}")).IsRefused(409, "already_reversed");
        Assert.Equal(-300, (long)(await RemitMonth(caregiver)).Is(201)["amount"]!);
        Assert.Empty(await _app.Drift());
    }

    [Fact]
    public async Task What_was_reversed_before_it_was_reimbursed_is_paid_only_together_with_its_reversal()
    {
        var (caregiver, type) = (await _app.GivenAProvider(), await _app.GivenAnEventType(300));
        var ids = await Events(caregiver, type, 2);
        var reversal = (await _app.Admin.Post($"/v1/care-events/{ids[0]}/reverse")).Is(201).Id;

        var alone = await Remit(ids[0], ids[1]);
        var other = await Remit(reversal);
        var month = (await RemitMonth(caregiver)).Is(201);

        Assert.Equal([reversal], Numbers(alone.IsRefused(409, "reversed"), "missing"));
        Assert.Equal([ids[0]], Numbers(other.IsRefused(409, "reversed"), "missing"));
        Assert.Equal((3, 300), ((long)month["events"]!, (long)month["amount"]!));
        Assert.Empty(await _app.Drift());
    }

    [Theory]
    [InlineData("{\"reference\":\"r\"}", "/care_event_ids required")]
    [InlineData("{\"reference\":\"r\",\"caregiver_id\":1}", "/care_event_ids required")]
    [InlineData("{\"reference\":\"r\",\"care_event_ids\":[1],\"caregiver_id\":1}", "/care_event_ids either_or")]
    [InlineData("{\"reference\":\"r\",\"care_event_ids\":[]}", "/care_event_ids count")]
    [InlineData("{\"care_event_ids\":[1]}", "/reference required")]
    public async Task A_remittance_says_which_care_events_it_means(string body, string fault) =>
        Assert.Equal([fault], (await _app.Admin.Post("/v1/remittances", body)).Is(422).Errors);

    async Task<List<long>> Events(long caregiver, long type, int count)
    {
        var ids = new List<long>();
        for (var i = 0; i < count; i++)
            ids.Add(await _app.GivenACareEvent(caregiver, type));
        return ids;
    }

    Task<Answer> Remit(params long[] ids) =>
        _app.Admin.Post("/v1/remittances", new { reference = Guid.NewGuid(), care_event_ids = ids });

    Task<Answer> RemitMonth(long caregiver, string? currency = null) => _app.Admin.Post("/v1/remittances", new
    {
        reference = Guid.NewGuid(),
        caregiver_id = caregiver,
        service_month = _app.Clock.GetUtcNow().AddHours(-1).ToString("yyyy-MM"),
        currency,
    });

    async Task<List<string>> States(IReadOnlyList<long> ids)
    {
        var states = new List<string>();
        foreach (var id in ids)
            states.Add((string)(await _app.Admin.Get($"/v1/care-events/{id}")).Is(200)["state"]!);
        return states;
    }

    static IEnumerable<long> Numbers(Answer answer, string name, string? member = null) => answer[name]!.AsArray()
        .Select(item => (long)(member is null ? item : item![member])!);
}

public sealed class RemittanceTestsOnSqlite(SqliteApp app) : RemittanceTests(app), IClassFixture<SqliteApp>;

public sealed class RemittanceTestsOnPostgres(PostgresApp app) : RemittanceTests(app), IClassFixture<PostgresApp>;
