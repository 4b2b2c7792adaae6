using System.Text.Json.Nodes;
using Kalends.Platform.Calls;
using Kalends.Tests.Kit;
using Kalends.Webhooks.Sending;
using Microsoft.AspNetCore.Http;

namespace Kalends.Tests.Webhooks;

/// <summary>Events reach the webhooks that ask for them, whatever the receivers do.</summary>
public abstract class DeliveryTests : IAsyncLifetime
{
    readonly TestApp _app;
    Receiver _receiver = null!;

    protected DeliveryTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.Start();
        await _app.Stop();
        await _app.Start(Delivering.Allowed, "--Kalends:Webhooks:TimeoutSeconds=1");
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_event_is_delivered_thin_and_signed()
    {
        var (kind, webhook) = await GivenAWebhook();
        var id = await _app.GivenAnEvent(kind, "order/1", "Secret words", new { n = 1 });

        await _app.Deliver();

        var got = Assert.Single(_receiver.Messages);
        Assert.Equal(kind, got.Type);
        Assert.Equal((id, "order/1", kind), (
            (string?)got.Data["id"], (string?)got.Data["subject"], (string?)got.Data["kind"]));
        Assert.Null(got.Data["message"]);
        Assert.DoesNotContain("Secret words", got.Body, StringComparison.Ordinal);
        Assert.Equal(_app.Clock.GetUtcNow().ToUnixTimeSeconds(), got.Timestamp);
        Assert.Equal($"msg_{webhook.Id}_{id.Replace("-", "")}", got.Id);
        Assert.Equal(SignatureTests.Sign(webhook.Secret, got), got.Signature);

        var delivery = Assert.Single(await webhook.Deliveries());
        Assert.Equal(("delivered", 1, got.Id), (
            (string?)delivery["state"], (int)delivery["attempts"]!, (string?)delivery["message_id"]));
        var attempt = Assert.Single(await webhook.Attempts((long)delivery["id"]!));
        Assert.Equal((200, null), ((int)attempt["http_status"]!, (string?)attempt["problem"]));
        Assert.NotNull((string?)(await webhook.Read())["succeeded_at"]);
    }

    [Fact]
    public async Task A_webhook_of_one_provider_sees_a_reservation_go_to_another()
    {
        var (former, next) = (await _app.GivenAProvider(), await _app.GivenAProvider());
        await _app.Admin.GivenAWebhook(
            _receiver.Address, new { kinds = Moving, filter = new { provider_id = former } });
        var booking = await _app.GivenABooking(await _app.GivenSlots(former));
        var elsewhere = await _app.GivenSlots(next);

        (await _app.Admin.Post($"/v1/reservations/{booking}/reschedule", new { slot_id = elsewhere })).Is(200);
        await _app.Deliver();

        var got = Assert.Single(_receiver.Messages);
        Assert.Equal(
            ("reservation.left", $"reservation/{booking}", former),
            (got.Type, got.Subject, (long)got.Data["provider_id"]!));
    }

    static readonly string[] Moving = ["reservation.rescheduled", "reservation.left"];

    [Fact]
    public async Task A_full_delivery_is_the_event_as_its_reader_sees_it()
    {
        var (kind, _) = await GivenAWebhook(new { payload = "full" });
        var id = await _app.GivenAnEvent(kind, "order/1", "Some words", new { n = 1 });

        await _app.Deliver();

        var shown = (await _app.Admin.Get($"/v1/events/{id}")).Is(200);
        Assert.True(JsonNode.DeepEquals(shown.Body, Assert.Single(_receiver.Messages).Data));
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_sent_thin_and_says_so()
    {
        var (kind, _) = await GivenAWebhook(new { payload = "full" });
        var words = new string('w', 60_000);
        await _app.GivenAnEvent(kind, "order/1", words, new { words = words + words + words + words });

        await _app.Deliver();

        var data = Assert.Single(_receiver.Messages).Data;
        Assert.Equal((true, null), ((bool)data["truncated"]!, data["message"]));
    }

    [Fact]
    public async Task Erased_texts_are_not_delivered()
    {
        var (kind, _) = await GivenAWebhook(new { payload = "full" });
        var email = $"{kind}@example.org";
        (await _app.Admin.Post("/v1/events", new { component = "tests", kind, email, message = "Private" })).Is(201);
        await _app.Queue();
        (await _app.Admin.Post("/v1/events/erase", new { email })).Is(200);

        await _app.Deliver();

        Assert.DoesNotContain("Private", Assert.Single(_receiver.Messages).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kinds_subjects_and_filters_choose_the_events()
    {
        var kind = Some();
        await _app.Admin.GivenAWebhook(At("exact"), new { kinds = new[] { $"{kind}.made" } });
        await _app.Admin.GivenAWebhook(At("prefix"), new { kinds = new[] { $"{kind}.*" } });
        await _app.Admin.GivenAWebhook(
            At("subject"), new { kinds = new[] { $"{kind}.*" }, subjects = new[] { "a/2" } });
        await _app.Admin.GivenAWebhook(
            At("words"), new { kinds = new[] { $"{kind}.*" }, filter = new { words = "ROOM café" } });
        await _app.Admin.GivenAWebhook(
            At("actor"), new { kinds = new[] { $"{kind}.*" }, filter = new { actor = "nobody" } });
        await _app.GivenAnEvent($"{kind}.made", "a/1");
        await _app.GivenAnEvent($"{kind}.gone", "a/2", "The cafe has a room.");
        await _app.GivenAnEvent(kind, "a/2");

        await _app.Deliver();

        IEnumerable<string> To(string place) =>
            _receiver.Messages.Where(got => got.Path == $"/{place}").Select(got => got.Type).Order();
        Assert.Equal([$"{kind}.made"], To("exact"));
        Assert.Equal([$"{kind}.gone", $"{kind}.made"], To("prefix"));
        Assert.Equal([$"{kind}.gone"], To("subject"));
        Assert.Equal([$"{kind}.gone"], To("words"));
        Assert.Empty(To("actor"));
    }

    [Fact]
    public async Task Events_before_the_webhook_are_not_delivered()
    {
        var kind = Some();
        await _app.GivenAnEvent(kind, "a/1");
        await _app.LogIsTold();
        await _app.Admin.GivenAWebhook(At(""), new { kinds = new[] { kind } });
        await _app.GivenAnEvent(kind, "a/2");

        await _app.Deliver();

        Assert.Equal(["a/2"], _receiver.Messages.Select(got => got.Subject));
    }

    [Fact]
    public async Task A_delivery_that_fails_holds_back_its_subject_and_no_other()
    {
        var (kind, webhook) = await GivenAWebhook();
        _receiver.Answer = (got, http) =>
            got.Subject == "a/1" ? Receiver.Says(500, "Out of order")(got, http) : Task.CompletedTask;
        foreach (var subject in (string[])["a/1", "a/1", "a/2", "a/2"])
            await _app.GivenAnEvent(kind, subject);

        await _app.Deliver();

        Assert.Equal(["a/1", "a/2", "a/2"], _receiver.Messages.Select(got => got.Subject).Order());
        var waiting = await webhook.Deliveries("&state=waiting");
        Assert.Equal([0, 1], waiting.Select(one => (int)one["attempts"]!));
        var attempt = Assert.Single(await webhook.Attempts((long)waiting[1]["id"]!));
        Assert.Equal(("bad_status", 500, "Out of order"), (
            (string?)attempt["problem"], (int?)attempt["http_status"], (string?)attempt["answer"]));
        Assert.Equal(2, (int)(await webhook.Read())["waiting"]!);

        _receiver.Forget();
        _receiver.Answer = (_, _) => Task.CompletedTask;
        _app.Clock.Advance(TimeSpan.FromSeconds(6));
        await _app.Deliver();
        Assert.Equal(["a/1", "a/1"], _receiver.Messages.Select(got => got.Subject));
        Assert.Equal(_receiver.Messages.Select(got => got.Id).Distinct().Count(), _receiver.Messages.Count);
        Assert.Empty(await webhook.Deliveries("&state=waiting"));
    }

    [Theory]
    [InlineData("hangs", "timed_out", null)]
    [InlineData("drips", "timed_out", null)]
    [InlineData("breaks", "unreachable", null)]
    [InlineData("redirects", "redirected", 302)]
    [InlineData("refuses", "bad_status", 404)]
    public async Task A_receiver_that_fails_is_recorded_with_the_reason(string how, string problem, int? status)
    {
        var (kind, webhook) = await GivenAWebhook();
        _receiver.Answer = how switch
        {
            "hangs" => (_, http) => Task.Delay(Timeout.Infinite, http.RequestAborted),
            "drips" => async (_, http) =>
            {
                while (true)
                {
                    await http.Response.WriteAsync("x", http.RequestAborted);
                    await http.Response.Body.FlushAsync(http.RequestAborted);
                    await Task.Delay(50, http.RequestAborted);
                }
            }
            ,
            "breaks" => (_, http) =>
            {
                http.Abort();
                return Task.CompletedTask;
            }
            ,
            "redirects" => (_, http) =>
            {
                http.Response.Redirect(At("elsewhere").ToString());
                return Task.CompletedTask;
            }
            ,
            _ => Receiver.Says(404),
        };
        await _app.GivenAnEvent(kind);

        await _app.Deliver();

        var attempt = Assert.Single(await webhook.Attempts((long)Assert.Single(await webhook.Deliveries())["id"]!));
        Assert.Equal((problem, status), ((string?)attempt["problem"], (int?)attempt["http_status"]));
        Assert.DoesNotContain(_receiver.Messages, got => got.Path == "/elsewhere");
        Assert.NotNull((string?)(await webhook.Read())["failing_since"]);
    }

    [Fact]
    public async Task Of_an_answer_the_first_kilobyte_is_kept()
    {
        var (kind, webhook) = await GivenAWebhook();
        _receiver.Answer = Receiver.Says(200, "a\0b" + new string('ä', 5000));
        await _app.GivenAnEvent(kind);

        await _app.Deliver();

        var attempt = Assert.Single(await webhook.Attempts((long)Assert.Single(await webhook.Deliveries())["id"]!));
        Assert.Equal("a\uFFFDb" + new string('ä', (Receivers.AnswerMax - 3) / 2), (string?)attempt["answer"]);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_ends_the_webhook_and_the_log_says_so()
    {
        var (kind, webhook) = await GivenAWebhook();
        _receiver.Answer = Receiver.Says(410);
        await _app.GivenAnEvent(kind);
        await _app.Deliver();
        await _app.GivenAnEvent(kind);
        await _app.Deliver();

        Assert.Single(_receiver.Messages);
        Assert.Equal("gone", (string?)(await webhook.Read())["state"]);
        Assert.Equal(["webhook.gone", "webhook.created"], await Told(webhook));

        // Enabled again, it gets both.
        _receiver.Answer = (_, _) => Task.CompletedTask;
        (await _app.Admin.Patch(webhook.Path, new { enabled = true })).Is(200);
        await _app.Deliver();
        Assert.Equal(3, _receiver.Messages.Count);
        Assert.Equal(2, (await webhook.Deliveries("&state=delivered")).Count);
    }

    [Fact]
    public async Task A_webhook_that_fails_for_three_days_is_paused_and_loses_nothing()
    {
        var (kind, webhook) = await GivenAWebhook();
        _receiver.Answer = Receiver.Says(503);
        await _app.GivenAnEvent(kind, "a/1");
        await _app.Deliver();
        var begun = _app.Clock.GetUtcNow();

        var attempts = await Fail(webhook);

        Assert.Equal(11, attempts);
        Assert.InRange(_app.Clock.GetUtcNow() - begun, TimeSpan.FromHours(60), TimeSpan.FromHours(80));
        Assert.Equal("paused", (string?)(await webhook.Read())["state"]);
        Assert.Equal(["webhook.paused", "webhook.created"], await Told(webhook));
        await _app.GivenAnEvent(kind, "a/1");
        await _app.Deliver();
        Assert.Equal(11, _receiver.Messages.Count);

        _receiver.Forget();
        _receiver.Answer = (_, _) => Task.CompletedTask;
        (await _app.Admin.Patch(webhook.Path, new { enabled = true })).Is(200);
        await _app.Deliver();
        Assert.Equal(2, _receiver.Messages.Count);
        Assert.Equal("enabled", (string?)(await webhook.Read())["state"]);
    }

    [Fact]
    public async Task A_single_delivery_that_fails_for_three_days_is_given_up_and_its_subject_goes_on()
    {
        var (kind, webhook) = await GivenAWebhook();
        var poisoned = await _app.GivenAnEvent(kind, "a/1");
        await _app.GivenAnEvent(kind, "a/1");
        _receiver.Answer = (got, http) => (string?)got.Data["id"] == poisoned
            ? Receiver.Says(500)(got, http)
            : Task.CompletedTask;
        await _app.Deliver();
        // Something else succeeds after its first failure.
        _app.Clock.Advance(TimeSpan.FromSeconds(1));
        await _app.GivenAnEvent(kind, "a/2");
        await _app.Deliver();

        await Fail(webhook);
        await _app.Deliver();

        Assert.Equal("enabled", (string?)(await webhook.Read())["state"]);
        var failed = Assert.Single(await webhook.Deliveries("&state=failed"));
        Assert.Equal(poisoned, (string?)failed["event_id"]);
        Assert.Equal(2, (await webhook.Deliveries("&state=delivered")).Count);

        _receiver.Answer = (_, _) => Task.CompletedTask;
        (await _app.Admin.Post($"{webhook.Path}/deliveries/{failed["id"]}/redeliver")).Is(200);
        await _app.Deliver();
        Assert.Equal(3, (await webhook.Deliveries("&state=delivered")).Count);
        Assert.Equal(12, (await webhook.Attempts((long)failed["id"]!)).Count);
    }

    [Fact]
    public async Task Many_failing_subjects_make_the_whole_webhook_wait()
    {
        var (kind, _) = await GivenAWebhook();
        _receiver.Answer = Receiver.Says(500);
        for (var i = 0; i < 40; i++)
            await _app.GivenAnEvent(kind, $"a/{i}");

        await _app.Deliver();

        Assert.InRange(_receiver.Messages.Count, 20, 30);
    }

    [Fact]
    public async Task A_test_is_delivered_and_belongs_to_no_event()
    {
        var (_, webhook) = await GivenAWebhook();
        var queued = (await _app.Admin.Post($"{webhook.Path}/test")).Is(200);

        await _app.Deliver();

        var got = Assert.Single(_receiver.Messages);
        Assert.Equal(("webhook.test", (string?)queued["message_id"]), (got.Type, got.Id));
        Assert.Equal(webhook.Id, (long)got.Data["webhook_id"]!);
        Assert.Equal("delivered", (string?)Assert.Single(await webhook.Deliveries())["state"]);
    }

    [Fact]
    public async Task A_replay_sends_what_happened_after_a_place_once_more_with_the_same_ids()
    {
        var (kind, webhook) = await GivenAWebhook();
        var events = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            events.Add(await _app.GivenAnEvent(kind, "a/1"));
            _app.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await _app.Deliver();
        var first = _receiver.Messages;

        (await _app.Admin.Post($"{webhook.Path}/replay", new { after = events[1] })).Is(200);
        await _app.Deliver();
        Assert.Equal([.. first, .. first.Skip(2)], _receiver.Messages, (one, other) => one.Id == other.Id);

        _receiver.Forget();
        var at = (await _app.Admin.Get($"/v1/events/{events[3]}")).Is(200)["created_at"]!;
        (await _app.Admin.Post($"{webhook.Path}/replay", new { from = (string)at! })).Is(200);
        await _app.Deliver();
        Assert.Equal(first.Skip(3).Select(got => got.Id), _receiver.Messages.Select(got => got.Id));

        // It follows the log again.
        await _app.GivenAnEvent(kind, "a/1");
        await _app.Deliver();
        Assert.Equal(3, _receiver.Messages.Count);
    }

    [Fact]
    public async Task What_happens_while_a_webhook_is_disabled_is_delivered_later()
    {
        var (kind, webhook) = await GivenAWebhook();
        (await _app.Admin.Patch(webhook.Path, new { enabled = false })).Is(200);
        await _app.GivenAnEvent(kind, "a/1");
        await _app.Deliver();
        Assert.Empty(_receiver.Messages);
        (await _app.Admin.Post($"{webhook.Path}/test")).IsRefused(409, "webhook_not_enabled");

        (await _app.Admin.Patch(webhook.Path, new { enabled = true })).Is(200);
        await _app.Deliver();

        Assert.Equal(["a/1"], _receiver.Messages.Select(got => got.Subject));
    }

    [Fact]
    public async Task A_webhook_with_too_many_deliveries_waiting_catches_up_in_order()
    {
        var (kind, webhook) = await GivenAWebhook();
        _receiver.Answer = Receiver.Says(500);
        const int count = 1300;
        foreach (var _ in Enumerable.Range(0, count / 100))
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _app.GivenAnEvent(kind, "a/1")));
            await _app.Deliver();
        }
        Assert.InRange((int)(await webhook.Read())["waiting"]!, 900, 1100);

        _receiver.Forget();
        _receiver.Answer = (_, _) => Task.CompletedTask;
        _app.Clock.Advance(TimeSpan.FromHours(1));
        await _app.Deliver();

        var positions = _receiver.Messages.Select(got => (string)got.Data["id"]!).ToList();
        Assert.Equal(count, positions.Count);
        Assert.Equal(await InOrderOfTheLog(kind), positions);
    }

    [Fact]
    public async Task The_earlier_secret_signs_too_until_its_time_is_over()
    {
        var (kind, webhook) = await GivenAWebhook();
        var rotated = (await _app.Admin.Post($"{webhook.Path}/secret")).Is(200);
        var secret = (string)rotated["secret"]!;
        Assert.NotEqual(webhook.Secret, secret);
        await _app.GivenAnEvent(kind);
        await _app.Deliver();
        _app.Clock.Advance(TimeSpan.FromHours(25));
        await _app.GivenAnEvent(kind);
        await _app.Deliver();

        var (both, one) = (_receiver.Messages[0], _receiver.Messages[1]);
        Assert.Equal(
            $"{SignatureTests.Sign(secret, both)} {SignatureTests.Sign(webhook.Secret, both)}", both.Signature);
        Assert.Equal(SignatureTests.Sign(secret, one), one.Signature);
    }

    [Fact]
    public async Task A_secret_that_is_encrypted_signs_only_where_its_key_is_configured()
    {
        var key = $"--Kalends:Secrets:Key={Convert.ToBase64String(new byte[32])}";
        await _app.Stop();
        await _app.Start(Delivering.Allowed, key);
        var (kind, webhook) = await GivenAWebhook();
        Assert.StartsWith("aes256gcm:", await Stored("secret", webhook.Id), StringComparison.Ordinal);
        await _app.GivenAnEvent(kind);

        await _app.Stop();
        await _app.Start(Delivering.Allowed);
        await _app.Deliver();
        Assert.Empty(_receiver.Messages);
        var attempt = Assert.Single(await webhook.Attempts((long)Assert.Single(await webhook.Deliveries())["id"]!));
        Assert.Equal("no_secret", (string?)attempt["problem"]);

        await _app.Stop();
        await _app.Start(Delivering.Allowed, key);
        _app.Clock.Advance(TimeSpan.FromSeconds(6));
        await _app.Deliver();
        var got = Assert.Single(_receiver.Messages);
        Assert.Equal(SignatureTests.Sign(webhook.Secret, got), got.Signature);
    }

    [Fact]
    public async Task What_an_organisation_or_a_user_may_not_read_is_not_delivered()
    {
        var (mine, other) = (await GivenAnOrganisation(), await GivenAnOrganisation());
        var manager = await _app.As(Roles.Manager, mine);
        var owner = await _app.As(Roles.Provider);
        var filter = new { kinds = new[] { "provider.created" } };
        await manager.GivenAWebhook(At("organisation"), new { filter.kinds, organisation_id = mine });
        await owner.GivenAWebhook(At("user"), filter);
        var ofMine = await _app.GivenAProvider(manager);
        await _app.GivenAProvider(await _app.As(Roles.Manager, other));
        var ofOwner = await _app.GivenAProvider(owner);

        await _app.Deliver();

        IEnumerable<string?> To(string place) =>
            _receiver.Messages.Where(got => got.Path == $"/{place}").Select(got => got.Subject);
        Assert.Equal([$"provider/{ofMine}"], To("organisation"));
        Assert.Equal([$"provider/{ofOwner}"], To("user"));
    }

    [Fact]
    public async Task A_right_that_ends_before_the_delivery_withholds_it()
    {
        var name = $"user{Guid.NewGuid():N}"[..20];
        var user = (await _app.Admin.Post(
            "/v1/users", new { username = name, password = "a good password", roles = new[] { "admin" } })).Is(201);
        var signedIn = (await _app.Nobody.Post("/v1/auth/token", new { username = name, password = "a good password" }))
            .Is(200);
        var kind = Some();
        var webhook = await _app.Nobody.With((string)signedIn["access_token"]!)
            .GivenAWebhook(At(""), new { kinds = new[] { kind } });
        await _app.GivenAnEvent(kind);
        await _app.Queue();

        (await _app.Admin.Put($"/v1/users/{(string)user["id"]!}", new { roles = new[] { "provider" } })).Is(200);
        await _app.Deliver();

        Assert.Empty(_receiver.Messages);
        var delivery = Assert.Single(await (webhook with { Keeper = _app.Admin }).Deliveries());
        Assert.Equal("withheld", (string?)delivery["state"]);
    }

    [Fact]
    public async Task Addresses_that_are_not_allowed_are_never_connected_to()
    {
        await _app.Stop();
        await _app.Start("--Kalends:Webhooks:AllowedNetworks=192.0.2.0/24");
        var kind = Some();
        var webhook = await _app.Admin.GivenAWebhook(
            new Uri($"http://localhost:{_receiver.Address.Port}/"), new { kinds = new[] { kind } });
        await _app.GivenAnEvent(kind);

        await _app.Deliver();

        Assert.Empty(_receiver.Messages);
        var attempt = Assert.Single(await webhook.Attempts((long)Assert.Single(await webhook.Deliveries())["id"]!));
        Assert.Equal("forbidden_address", (string?)attempt["problem"]);
    }

    [Fact]
    public async Task A_slow_receiver_delays_nobody_else()
    {
        var (kind, release) = (Some(), new TaskCompletionSource());
        _receiver.Answer = (got, http) => got.Path == "/slow" ? release.Task : Task.CompletedTask;
        await _app.Admin.GivenAWebhook(At("slow"), new { kinds = new[] { kind } });
        await _app.Admin.GivenAWebhook(At("quick"), new { kinds = new[] { kind } });
        for (var i = 0; i < 5; i++)
            await _app.GivenAnEvent(kind, "a/1");

        var delivering = _app.Deliver();
        var quick = await Patience.Until(
            () => Task.FromResult(_receiver.Messages.Count(got => got.Path == "/quick")), count => count == 5);
        release.SetResult();
        await delivering;

        Assert.Equal(5, quick);
    }

    [Fact]
    public async Task Finished_deliveries_and_deleted_webhooks_are_purged()
    {
        var (kind, webhook) = await GivenAWebhook();
        await _app.GivenAnEvent(kind);
        await _app.Deliver();
        await PurgeDeliveries.Run(_app.OwnCall());
        Assert.Single(await webhook.Deliveries());

        _app.Clock.Advance(TimeSpan.FromDays(15));
        await PurgeDeliveries.Run(_app.OwnCall());
        Assert.Empty(await webhook.Deliveries());

        await _app.GivenAnEvent(kind);
        await _app.Queue();
        (await _app.Admin.Delete(webhook.Path)).Is(200);
        await _app.Deliver();
        Assert.Single(_receiver.Messages);
        (await _app.Admin.Get(webhook.Path)).IsRefused(404, "not_found");
        await PurgeDeliveries.Run(_app.OwnCall());
        Assert.Null(await Stored("url", webhook.Id));
    }

    async Task<string?> Stored(string column, long id)
    {
        await using var connection = _app.Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {column} FROM webhooks WHERE id = {id}";
        return (string?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Lets the time pass until there is no further attempt; returns their number.</summary>
    async Task<int> Fail(Delivering.Made webhook)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var waiting = (await webhook.Deliveries("&state=waiting")).Where(one => (int)one["attempts"]! > 0).ToList();
            if (waiting.Count == 0 || (string?)(await webhook.Read())["state"] != "enabled")
                break;
            var next = DateTimeOffset.Parse((string)waiting[^1]["next_attempt_at"]!);
            _app.Clock.Advance(next - _app.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
            await _app.Deliver();
        }
        var deliveries = await webhook.Deliveries();
        return deliveries.Max(one => (int)one["attempts"]!);
    }

    async Task<IReadOnlyList<string>> Told(Delivering.Made webhook) =>
        [.. (await _app.Admin.Get($"/v1/events?subject=webhook/{webhook.Id}")).Is(200)["items"]!.AsArray()
            .Select(one => (string)one!["kind"]!)];

    async Task<List<string>> InOrderOfTheLog(string kind)
    {
        var (ids, next) = (new List<string>(), "");
        do
        {
            var page = (await _app.Admin.Get($"/v1/events?kind={kind}&order=asc&limit=100&cursor={next}")).Is(200);
            ids.AddRange(page["items"]!.AsArray().Select(one => (string)one!["id"]!));
            next = (string?)page["next"] ?? "";
        }
        while (next.Length > 0);
        return ids;
    }

    async Task<long> GivenAnOrganisation() =>
        (await _app.Admin.Post("/v1/organisations", new { name = $"House {Guid.NewGuid()}" })).Is(201).Id;

    async Task<(string Kind, Delivering.Made Webhook)> GivenAWebhook(object? more = null)
    {
        var kind = Some();
        var body = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(more ?? new { }))!.AsObject();
        body["kinds"] = new JsonArray(kind);
        return (kind, await _app.Admin.GivenAWebhook(At(""), body));
    }

    Uri At(string place) => new(_receiver.Address, place);

    static string Some() => $"k{Guid.NewGuid():N}";
}

public sealed class DeliveryTestsOnSqlite(SqliteApp app) : DeliveryTests(app), IClassFixture<SqliteApp>;

public sealed class DeliveryTestsOnPostgres(PostgresApp app) : DeliveryTests(app), IClassFixture<PostgresApp>;
