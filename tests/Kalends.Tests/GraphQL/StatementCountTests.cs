using System.Diagnostics.Metrics;
using Kalends.Platform.Storage;
using Kalends.Tests.Kit;

namespace Kalends.Tests.GraphQL;

/// <summary>The counter counts for the whole process, so nothing may run beside these tests.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

public abstract class StatementCountTests
{
    readonly TestApp _app;

    protected StatementCountTests(TestApp app)
    {
        app.RequireEngine();
        _app = app;
    }

    [Fact]
    public async Task The_number_of_statements_does_not_depend_on_the_number_of_rows()
    {
        var first = await _app.GivenSlots(await _app.GivenAProvider(), inDays: 2, hours: 10, slotMinutes: 5);
        for (var i = 0; i < 100; i++)
            await _app.GivenAHold(first + i);
        for (var i = 0; i < 99; i++)
            await _app.GivenAProvider();

        Assert.Equal(3, await CountFor(n => $$"""
            { reservations(first: {{n}}) { edges { node { state provider { name } client { name } } } } }
            """));
        Assert.Equal(2, await CountFor(n => $$"""
            { providers(first: {{n}}) { edges { node { name slots(first: 2) { slotId } } } } }
            """));
    }

    async Task<long> CountFor(Func<int, string> query)
    {
        var counts = new List<long>();
        foreach (var rows in new[] { 1, 20, 100 })
        {
            var count = 0L;
            using var listener = new MeterListener();
            listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == StorageMeter.Name)
                    self.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, n, _, _) => Interlocked.Add(ref count, n));
            listener.Start();
            var data = (await _app.Admin.Ask(query(rows))).Data();
            Assert.Equal(rows, data.AsObject().First().Value!["edges"]!.AsArray().Count);
            counts.Add(count);
        }
        return Assert.Single(counts.Distinct());
    }
}

[Collection("alone")]
public sealed class StatementCountTestsOnSqlite(SqliteApp app) : StatementCountTests(app), IClassFixture<SqliteApp>;

[Collection("alone")]
public sealed class StatementCountTestsOnPostgres(PostgresApp app)
    : StatementCountTests(app), IClassFixture<PostgresApp>;
