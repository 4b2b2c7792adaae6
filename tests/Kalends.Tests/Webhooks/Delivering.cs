using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Kalends.Events.Public;
using Kalends.Tests.Kit;
using Kalends.Webhooks.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace Kalends.Tests.Webhooks;

/// <summary>Steps of tests about webhooks.</summary>
static class Delivering
{
    public const string Allowed = "--Kalends:Webhooks:AllowedNetworks=127.0.0.0/8";

    /// <summary>A webhook with its secret.</summary>
    public sealed record Made(long Id, string Secret, Visitor Keeper)
    {
        public string Path => $"/v1/webhooks/{Id}";

        public async Task<JsonNode> Read() => (await Keeper.Get(Path)).Is(200).Body;

        public Task<List<JsonNode>> Deliveries(string query = "") => Items($"{Path}/deliveries?limit=100{query}");

        public Task<List<JsonNode>> Attempts(long delivery) => Items($"{Path}/deliveries/{delivery}/attempts");

        async Task<List<JsonNode>> Items(string path) =>
            [.. (await Keeper.Get(path)).Is(200)["items"]!.AsArray().Select(one => one!)];
    }

    public static async Task<Made> GivenAWebhook(this Visitor keeper, Uri address, object? more = null)
    {
        var body = JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(more ?? new { }))!.AsObject();
        body["url"] = address.ToString();
        var made = (await keeper.Post("/v1/webhooks", body.ToJsonString())).Is(201);
        return new((long)made["webhook"]!["id"]!, (string)made["secret"]!, keeper);
    }

    /// <summary>Saves an event of another system, and gives its id.</summary>
    public static async Task<string> GivenAnEvent(
        this TestApp app, string kind, string? subject = null, string? message = null, object? data = null) =>
        (string)(await app.Admin.Post("/v1/events", new { component = "tests", kind, subject, message, data }))
            .Is(201)["id"]!;

    /// <summary>Queues all events that there are.</summary>
    public static async Task Queue(this TestApp app)
    {
        await app.LogIsTold();
        var call = app.OwnCall();
        var settled = await EventLog.ReadSettled(call);
        var queue = new QueueEvents();
        while (!await queue.Step(call, settled, storesAll: true))
        {
            // Something has changed; it begins again.
        }
    }

    /// <summary>Queues all events, and delivers what is due.</summary>
    public static async Task Deliver(this TestApp app)
    {
        await app.Queue();
        var wrong = new ConcurrentQueue<Exception>();
        var receivers = app.Services.GetRequiredService<Receivers>();
        await new DeliverWebhooks(receivers, wrong.Enqueue, () => { }).Run(() => app.OwnCall());
        Assert.Empty(wrong);
    }
}
