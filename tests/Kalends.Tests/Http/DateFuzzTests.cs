using System.Text.Json.Nodes;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Http;

/// <summary>Dates from both ends of the calendar, in every place that takes one.</summary>
public abstract class DateFuzzTests
{
    const int RoundsPerPlace = 25;

    // Requests that are all refused at the first look would prove little.
    const int AcceptedMin = 100;

    readonly TestApp _app;

    protected DateFuzzTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Theory]
    [InlineData(1, "UTC")]
    [InlineData(2, "Pacific/Kiritimati")]
    [InlineData(3, "Etc/GMT+12")]
    public async Task No_date_makes_a_route_stumble(int seed, string zone)
    {
        await using var changed = await _app.Restart($"--Kalends:Reimbursements:TimeZone={zone}");
        var paths = await _app.Nobody.Paths();
        var drawn = new DrawnDates(seed, await Known());
        var (accepted, stumbled) = (0, new List<string>());

        foreach (var (template, item) in paths)
            foreach (var (method, operation) in item!.AsObject())
                for (var i = 0; i < RoundsPerPlace && DrawnDates.TakesDates(operation!) && !GoesOn(operation!); i++)
                {
                    var path = drawn.Path(template) + drawn.Query(operation!);
                    var body = drawn.Body(operation!)?.ToJsonString();
                    var type = (string?)operation!["requestBody"]?["content"]?.AsObject().First().Key;
                    var answer = await _app.Address.Ask(
                        method.ToUpperInvariant(), path, body is null ? null : Wire.Body(body, type),
                        _app.Admin.Bearer());
                    accepted += answer.Status < 400 ? 1 : 0;
                    if (answer.Status >= 500)
                        stumbled.Add($"{method} {path} {body}: {answer.Text}");
                }

        Assert.True(stumbled.Count == 0, string.Join("\n", stumbled.Take(20)));
        Assert.InRange(accepted, AcceptedMin, int.MaxValue);
    }

    [Theory]
    [InlineData(4, "UTC")]
    [InlineData(5, "Pacific/Kiritimati")]
    public async Task No_date_makes_a_field_stumble(int seed, string zone)
    {
        await using var changed = await _app.Restart($"--Kalends:Reimbursements:TimeZone={zone}");
        var schema = (await _app.Admin.Ask(DrawnDocuments.Introspection)).Data()["__schema"]!;
        var drawn = new DrawnDocuments(schema, new DrawnDates(seed, await Known()));
        var (accepted, stumbled) = (0, new List<string>());

        foreach (var (kind, field) in drawn.FieldsWithDates())
            for (var i = 0; i < RoundsPerPlace; i++)
            {
                var document = drawn.Document(kind, field);
                var answer = await _app.Admin.Ask(document);
                accepted += answer.Status == 200 && answer["errors"] is null ? 1 : 0;
                if (answer.Status >= 500 || answer.Text.Contains("internal_error", StringComparison.Ordinal))
                    stumbled.Add($"{document}: {answer.Text}");
            }

        Assert.True(stumbled.Count == 0, string.Join("\n", stumbled.Take(20)));
        Assert.InRange(accepted, AcceptedMin, int.MaxValue);
    }

    static bool GoesOn(JsonNode operation) =>
        operation["responses"]!["200"]?["content"]?["text/event-stream"] is not null;

    /// <summary>Ids of things that are there, by the names under which requests ask for them.</summary>
    async Task<IReadOnlyDictionary<string, long>> Known()
    {
        var (provider, client) = (await _app.GivenAProvider(), await _app.GivenAClient());
        var slot = await _app.GivenSlots(provider);
        var type = (await _app.Admin.Post("/v1/event-types", new
        {
            name = $"A visit {Guid.NewGuid()}",
            amount = 100,
            currency = "SEK",
            in_force_from = "2000-01-01T00:00:00Z",
        })).Is(201).Id;
        return new Dictionary<string, long>
        {
            ["provider"] = provider,
            ["caregiver"] = provider,
            ["therapist"] = provider,
            ["client"] = client,
            ["slot"] = slot,
            ["type"] = type,
        };
    }
}

public sealed class DateFuzzTestsOnSqlite(SqliteApp app) : DateFuzzTests(app), IClassFixture<SqliteApp>;

public sealed class DateFuzzTestsOnPostgres(PostgresApp app) : DateFuzzTests(app), IClassFixture<PostgresApp>;
