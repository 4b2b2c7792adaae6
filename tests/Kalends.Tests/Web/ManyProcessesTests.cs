using Kalends.Tests.Http;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Web;

/// <summary>A page of one process sends its form to another one, or to the same one after a restart.</summary>
public sealed class ManyProcessesTests(PostgresApp app) : IClassFixture<PostgresApp>
{
    [Fact]
    public async Task A_form_of_one_process_is_good_in_another_one_which_knows_the_sign_in()
    {
        app.RequireEngine();
        var (provider, _) = await app.GivenFreeSlots();
        using var visitor = await app.GivenABrowserOfAClient();
        var path = app.FirstTime(provider);
        var page = (await visitor.Get(path)).Is(200);
        // The clock of this process is the machine's, so it judges no times of ours; it is asked to sign out.
        await using var other = await ChildServer.Start($"--Kalends:Database={app.Database}");
        using var elsewhere = visitor.Before(other.Address);

        (await elsewhere.Get("/appointments")).Is(200);
        (await elsewhere.SendForm(page, "/sign-out")).Is(303);

        (await visitor.Get("/appointments")).Is(303);
        (await elsewhere.Get("/appointments")).Is(303);
    }

    [Fact]
    public async Task A_page_that_was_open_while_the_server_restarted_still_sends_its_form()
    {
        app.RequireEngine();
        var (provider, _) = await app.GivenFreeSlots();
        using var visitor = await app.GivenABrowserOfAClient();
        var path = app.FirstTime(provider);
        var page = (await visitor.Get(path)).Is(200);

        await app.Stop();
        await app.Start();

        (await visitor.SendForm(page, path)).Is(303);
    }
}
