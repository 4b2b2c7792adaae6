using System.Text.Json;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Platform.GraphQL.Graphiql;
using Kalends.Platform.Http;
using Kalends.Platform.Jobs;
using Kalends.Platform.Retention;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Engines;
using Kalends.Platform.Telemetry;
using Kalends.Platform.Unicode;
using Microsoft.AspNetCore.Connections;

namespace Kalends.Platform;

/// <summary>Sets up the platform: settings, logs, the database, limits, and the request pipeline.</summary>
static class PlatformSetup
{
    /// <summary>
    /// Reads the settings; refuses in one sentence if a settings file or Unicode's rules cannot be read.
    /// </summary>
    /// <remarks>
    /// Settings are read once. To watch their files is to watch the folder, and where the database lies in it every
    /// write of a page would wake the watcher.
    /// </remarks>
    public static WebApplicationBuilder CreateBuilder(string[] settings)
    {
        Language.Prepare();
        try
        {
            return WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. settings]);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            var why = wrong.InnerException is { InnerException: JsonException json } ? $" {json.Message}" : "";
            throw new StartRefused(wrong.Message + why);
        }
    }

    public static void AddPlatform(this WebApplicationBuilder builder, Settings settings, string database)
    {
        var gate = new StartGate();
        builder.Services.AddSingleton(gate);
        builder.Services.AddHostedService(_ => gate);
        Logs.RequireLevels(builder.Configuration);
        builder.Logging.AddLogs(settings.Add<LogSettings>(), gate);
        var storage = settings.Add<StorageSettings>();
        var http = settings.Add<HttpSettings>();

        builder.Services.AddSingleton(settings.Add<GraphSettings>().Serving());
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<Hooks>();
        builder.Services.AddSingleton(new GraphiqlPage(GraphiqlPage.OwnFolder));
        builder.Services.AddSingleton(services => Engine.Open(
            database, storage, services.GetRequiredService<ILoggerFactory>().CreateLogger("Kalends.Storage")));
        settings.Add<IdempotencySettings>();
        builder.Services.AddSingleton(new RecurringJob(1, TimeSpan.FromHours(1), Idempotency.Forget));
        settings.Add<SecretsSettings>();
        var every = settings.Add<RetentionSettings>().IsOn ? TimeSpan.FromHours(1) : TimeSpan.Zero;
        builder.Services.AddSingleton(new RecurringJob(35, every, RemoveOldRecords.Run));
        ErrorReports.Add(builder);
        var telemetry = settings.Add<TelemetrySettings>();
        if (telemetry.MetricsAddress.Length > 0)
            ListenAddresses.RequireFree(telemetry.MetricsAddress);
        Exports.Add(builder, telemetry);
        Problems.Add(builder.Services);
        if (!storage.ReadOnly)
            builder.Services.AddHostedService<RecurringJobs>();
        builder.AddDrain(http);
        builder.Services.AddSingleton(http.Memory());
        builder.Services.AddSingleton<HeavyWork>();
        builder.Services.AddSingleton(ConnectionLimits.Of(http));
        builder.Services.AddSingleton<IConnectionListenerFactory, Connections>();
        builder.Services.AddSingleton<OpenStreams>();
        builder.Services.AddSingleton<Streams>();
        builder.Services.AddSingleton(http);
        TimeLimits.Add(builder.Services, http);
        builder.Services.AddSingleton<RouteRefusals>();
        ApiDocument.Canonical.Add(builder.Services);
        Compression.Add(builder.Services);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(Origin.Split(http.Origins))
            .AllowAnyHeader().AllowAnyMethod()
            .WithExposedHeaders(
                Bookmarks.Header, "ETag", "Idempotent-Replayed", "Link", "RateLimit", "RateLimit-Policy",
                "Retry-After")));

        ListenAddresses.Configure(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.BodyBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = http.HeaderBytesMax;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(http.RequestSeconds);
        });
    }

    /// <summary>The pipeline of every request, from the outside in.</summary>
    public static void UsePlatform(this WebApplication app)
    {
        var http = app.Services.GetRequiredService<Settings>().Of<HttpSettings>();
        // Their number is exported from the start, not from the first stream.
        app.Services.GetRequiredService<OpenStreams>();
        app.UseDrain();
        app.UseProxies(http);
        app.UseRequestLog();
        app.UseSecurityHeaders();
        if (http.Compress)
            app.UseResponseCompression();
        app.UseStatusCodePages();
        app.UseExceptionHandler();
        if (http.Origins.Length > 0)
            app.UseCors();
        app.UseStartGate();
        app.UseTimeLimits();
        app.UseAuthentication();
        app.UseRateLimits(http);
        app.UseContentEncodings();
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Kalends";
            page.SwaggerEndpoint("/openapi/v1.json", "Kalends");
        });
        app.Services.GetRequiredService<GraphiqlPage>().UseFiles(app);
    }

    public static void MapPlatform(this WebApplication app)
    {
        ApiDocument.Canonical.Map(app);
        Health.Map(app);
    }

    /// <summary>Serves the schema that the modules have filled.</summary>
    public static void MapGraph(this WebApplication app, Graph graph) => GraphEndpoint.Map(app, graph);
}
