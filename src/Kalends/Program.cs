using Kalends.Commands;
using Kalends.Platform.GraphQL;

namespace Kalends;

static class Program
{
    public static Task<int> Main(string[] args) => CommandLine.Run(args, Console.Out, Console.Error);

    /// <summary>The whole server, ready to run; tests give their own clock.</summary>
    public static WebApplication Build(string[] args, TimeProvider? clock = null)
    {
        var (builder, served) = Configure(args, clock);
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

    /// <summary>The settings, checked, and the services that follow from them; nothing is opened yet.</summary>
    public static (WebApplicationBuilder Builder, IReadOnlyList<Module> Served) Configure(
        string[] args, TimeProvider? clock = null)
    {
        var builder = PlatformSetup.CreateBuilder(args);
        var settings = new Settings(builder.Configuration);
        var server = settings.Add<ServerSettings>();
        if (server.IsDemo(builder.Environment))
            builder.Configuration["Kalends:Accounts:CommonPasswords"] ??= "true";
        var served = Modules.Served(server.Modules);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.AddPlatform(settings, server.Database);
        Modules.Add(builder.Services, settings, served);
        settings.RefuseUnknown();
        return (builder, served);
    }
}
