using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace Kalends.Platform.Http;

/// <summary>Compresses answers where the caller accepts it (RFC 9110, 12.5.3), by Brotli or gzip.</summary>
/// <remarks>
/// Short answers gain nothing. Event streams are not compressed, since each event is sent at once. Answers that hold a
/// token or another secret are not, because the length of a compressed answer tells something about its content
/// (the BREACH attack).
/// </remarks>
sealed class Compression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    const int BytesMin = 1024;

    static readonly string[] MediaTypes =
    [
        "application/json", "application/problem+json", "application/graphql-response+json", "application/x-ndjson",
        "text/csv", "text/calendar", "text/plain", "text/html", "text/css", "text/javascript", "application/javascript",
        "image/svg+xml",
    ];

    public static void Add(IServiceCollection services)
    {
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = MediaTypes;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        services.AddSingleton<IResponseCompressionProvider, Compression>();
    }

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is null or >= BytesMin
        && context.Features.Get<HeldSecret>() is null
        && context.GetEndpoint()?.Metadata.GetMetadata<Route>() is not { HoldsSecret: true }
        && base.ShouldCompressResponse(context);

    public override ICompressionProvider? GetCompressionProvider(HttpContext context)
    {
        var provider = base.GetCompressionProvider(context);
        // A strong tag names the very bytes (RFC 9110, 8.8.1). A weak one is understood when it comes back.
        if (provider is not null && context.Response.Headers.ETag is [{ } tag] && tag.StartsWith('"'))
            context.Response.Headers.ETag = $"W/{tag}";
        return provider;
    }
}

/// <summary>A mark of requests whose answer holds a secret, where the route does not say so.</summary>
sealed record HeldSecret
{
    public static readonly HeldSecret Mark = new();
}
