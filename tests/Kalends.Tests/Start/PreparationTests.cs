using Kalends.Platform;
using Kalends.Platform.Http;
using Kalends.Tests.Kit;
using Microsoft.AspNetCore.Builder;

namespace Kalends.Tests.Start;

public sealed class PreparationTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Until_it_is_prepared_it_listens_and_refuses_everything_but_the_question_whether_it_lives()
    {
        await using var app = Build();
        var (begun, done) = (new TaskCompletionSource(), new TaskCompletionSource());
        var nobody = new Visitor(() => new Uri(ListenAddresses.Of(app).First()), null, "");

        var listening = ListenAddresses.Listen(app, () =>
        {
            begun.SetResult();
            return done.Task;
        });
        await begun.Task;

        (await nobody.Get("/readyz")).IsRefused(503, "not_ready");
        (await nobody.Get("/ping")).IsRefused(503, "not_ready");
        (await nobody.Get("/docs/index.html")).IsRefused(503, "not_ready");
        (await nobody.Get("/nowhere")).IsRefused(503, "not_ready");
        (await nobody.Post("/graphql", new { query = "{ __typename }" })).IsRefused(503, "not_ready");
        (await nobody.Post("/v1/auth/token", new { username = "admin", password = "password" }))
            .IsRefused(503, "not_ready");
        (await nobody.Get("/livez")).Is(200);

        done.SetResult();
        await listening;
        (await nobody.Get("/readyz")).Is(200);
        (await nobody.Get("/nowhere")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_preparation_that_is_refused_ends_the_start_in_its_own_words()
    {
        await using var app = Build();

        var refused = await Assert.ThrowsAsync<StartRefused>(
            () => ListenAddresses.Listen(app, () => throw new StartRefused("The database is a demo's.")));

        Assert.Equal("The database is a demo's.", refused.Message);
    }

    [Fact]
    public async Task A_preparation_that_fails_is_not_taken_for_an_address_that_is_wrong()
    {
        await using var app = Build();

        await Assert.ThrowsAsync<IOException>(
            () => ListenAddresses.Listen(app, () => throw new IOException("A disk.")));
    }

    WebApplication Build() => Program.Build(
    [
        $"--Kalends:Database={_folder}/start.db", "--urls=http://127.0.0.1:0", "--environment=Test",
        "--Kalends:Log:Level=Error", "--Kalends:Http:DrainSeconds=0",
    ]);
}
