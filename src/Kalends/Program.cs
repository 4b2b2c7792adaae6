using Kalends.Accounts;
using Kalends.Platform;
using Kalends.Platform.GraphQL;
using Kalends.Providers;
using Kalends.Scheduling;
using Microsoft.AspNetCore.Connections;

namespace Kalends;

static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await FirstStart.Prepare(app);
            await app.RunAsync();
            return 0;
        }
        catch (Exception refused)
            when (refused is StartRefused or IOException { InnerException: AddressInUseException })
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }

    /// <summary>The whole server, ready to run; tests give their own clock.</summary>
    public static WebApplication Build(string[] args, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateBuilder(FirstStart.Words(args));
        var settings = new Settings(builder.Configuration);
        var server = settings.Add<ServerSettings>();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.AddPlatform(settings, server.Database);
        builder.AddAccounts(settings);
        builder.AddScheduling(settings);

        var app = builder.Build();
        app.UsePlatform();
        app.MapPlatform();
        AccountsModule.Map(app);
        ProvidersModule.Map(app);
        SchedulingModule.Map(app);

        var graph = new Graph();
        ProvidersModule.Map(graph);
        SchedulingModule.Map(graph);
        app.MapGraph(graph);
        return app;
    }
}
