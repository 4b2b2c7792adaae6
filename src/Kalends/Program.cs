using Kalends.Platform.GraphQL;
using Kalends.Platform.Http;

namespace Kalends;

static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            if (await CommandLine.Answers(args))
                return 0;
            await using var app = Build(args);
            await ListenAddresses.Listen(app, () => FirstStart.Prepare(app));
            StartNotice.Show(app);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception refused) when (refused is StartRefused or Refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }

    /// <summary>The whole server, ready to run; tests give their own clock.</summary>
    public static WebApplication Build(string[] args, TimeProvider? clock = null)
    {
        var builder = PlatformSetup.CreateBuilder(CommandLine.Settings(args));
        var settings = new Settings(builder.Configuration);
        var server = settings.Add<ServerSettings>();
        var served = Modules.Served(server.Modules);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.AddPlatform(settings, server.Database);
        Modules.Add(builder.Services, settings, served);
        settings.RefuseUnknown();

        var app = builder.Build();
        app.UsePlatform();
        app.MapPlatform();
        var graph = new Graph(served.Select(module => module.Name), app.Services);
        foreach (var module in served)
        {
            module.Routes(app);
            if (module.Fields is { } fields)
                graph.Map(module.Name, fields);
        }
        app.MapGraph(graph);
        return app;
    }
}
