using System.Net.Http.Headers;
using System.Text.Json;
using Kalends.Client;
using Kalends.Tests.Kit;
using Kalends.Tests.Reimbursements;

namespace Kalends.Tests.Clients;

/// <summary>Clients that generators made from the API's documents reserve, confirm, register and report.</summary>
public sealed class StoryTests(SqliteApp app) : IClassFixture<SqliteApp>
{
    const string Folder = "tests/Kalends.Tests/Clients/Node";
    const string Told = """["held","confirmed","2030-01",4500,"already_confirmed"]""";

    static readonly Lazy<Task> Compiled = new(Compile);

    [Fact]
    public async Task A_client_that_NSwag_made()
    {
        var order = await GivenAnOrder();
        var cancel = TestContext.Current.CancellationToken;
        using var http = new HttpClient { BaseAddress = app.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", app.Admin.Token);
        var api = new KalendsClient(http);

        var held = await api.ReserveSlotAsync(
            new() { Slot_id = order.Slot, Client_id = order.Client }, cancellationToken: cancel);
        var confirmed = await api.ConfirmReservationAsync(held.Id, cancellationToken: cancel);
        var care = await api.RegisterCareEventAsync(new()
        {
            Caregiver_id = order.Caregiver,
            Event_type_id = order.EventType,
            Starts_at = order.StartsAt,
        }, cancellationToken: cancel);
        var report = await api.ReportReimbursementsAsync(
            caregiver_ids: [order.Caregiver], cancellationToken: cancel);
        var refused = await Assert.ThrowsAsync<ApiException<Problem>>(
            () => api.ConfirmReservationAsync(held.Id, cancellationToken: cancel));

        Assert.Equal((ReservationState.Held, ReservationState.Confirmed), (held.State, confirmed.State));
        Assert.Equal(("2030-01", 4500), (care.Service_month, Assert.Single(report.Items).Amount));
        Assert.Equal(ProblemCode.Already_confirmed, refused.Result.Code);
    }

    [Theory]
    [InlineData("rest.js")]
    [InlineData("graphql.js")]
    public async Task A_client_in_TypeScript_with_generated_types(string script)
    {
        await Compiled.Value;
        var order = JsonSerializer.Serialize(await GivenAnOrder(), JsonSerializerOptions.Web);

        var told = await NodeScript.Run(
            Folder, $"generated/out/{script}", app.Address.ToString(), app.Admin.Token!, order);

        Assert.Equal(Told, told.Trim());
    }

    // The compiler checks the story against the types.
    static async Task Compile()
    {
        await NodeScript.Run(
            Folder, "node_modules/.bin/openapi-typescript", "../../../../docs/api/openapi.json",
            "--default-non-nullable=false", "--output=generated/v1.d.ts");
        await NodeScript.Run(Folder, "node_modules/.bin/graphql-codegen", "--config=codegen.json");
        await NodeScript.Run(Folder, "node_modules/.bin/tsc");
    }

    sealed record Order(long Slot, long Client, long Caregiver, long EventType, DateTimeOffset StartsAt);

    async Task<Order> GivenAnOrder()
    {
        var caregiver = await app.GivenAProvider();
        return new(
            await app.GivenSlots(caregiver), await app.GivenAClient(), caregiver,
            await app.GivenAnEventType(4500, "EUR"), app.Clock.GetUtcNow());
    }
}
