using System.Security.Cryptography;

namespace Kalends.Web.Look;

/// <summary>
/// A file of the pages, which is compiled into the program. Its path has a hash of its bytes, so that browsers may keep
/// it for ever.
/// </summary>
sealed class Asset
{
    readonly byte[] _bytes;
    readonly string _type;

    Asset(Stream stream, string name, string type)
    {
        (_bytes, _type) = (new byte[stream.Length], type);
        stream.ReadExactly(_bytes);
        var hash = Convert.ToHexStringLower(SHA256.HashData(_bytes).AsSpan(0, 6));
        Path = $"/assets/{System.IO.Path.GetFileNameWithoutExtension(name)}.{hash}{System.IO.Path.GetExtension(name)}";
    }

    public string Path { get; }

    public static Asset Of(string name, string type) => Find(name, type)
        ?? throw new InvalidOperationException($"{name} is not part of the program.");

    /// <summary>A file that the build may have left out.</summary>
    public static Asset? Find(string name, string type)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream($"Look/{name}");
        return stream is null ? null : new Asset(stream, name, type);
    }

    public Task Write(HttpContext http) => Write(http, "public, max-age=31536000, immutable");

    /// <summary>Writes it at an address without a hash, where a newer one may be soon.</summary>
    public Task WriteForAnHour(HttpContext http) => Write(http, "public, max-age=3600");

    Task Write(HttpContext http, string caching)
    {
        http.Response.ContentType = _type;
        http.Response.ContentLength = _bytes.Length;
        http.Response.Headers.CacheControl = caching;
        return http.Response.Body.WriteAsync(_bytes, http.RequestAborted).AsTask();
    }
}

/// <summary>The files of the pages.</summary>
static class Assets
{
    public static readonly Asset Style = Asset.Of("kalends.css", "text/css; charset=utf-8");

    public static readonly Asset ConsoleStyle = Asset.Of("console.css", "text/css; charset=utf-8");

    public static readonly Asset ConsoleScript = Asset.Of("console.js", "text/javascript; charset=utf-8");

    public static readonly Asset Script = Asset.Of("kalends.js", "text/javascript; charset=utf-8");

    /// <summary>The script that other sites name, so its address stays.</summary>
    public static readonly Asset Embed = Asset.Of("embed.js", "text/javascript; charset=utf-8");

    public static readonly Asset Icon = Asset.Of("icon.svg", "image/svg+xml");

    /// <summary>The script that draws calendars; null if the build left it out.</summary>
    public static readonly Asset? GridScript = Asset.Find("grid.js", "text/javascript; charset=utf-8");

    public static readonly Asset? GridStyle = Asset.Find("grid.css", "text/css; charset=utf-8");

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        Asset?[] all = [Style, ConsoleStyle, Script, ConsoleScript, Icon, GridScript, GridStyle];
        foreach (var asset in all.OfType<Asset>())
            endpoints.MapMethods(asset.Path, ["GET", "HEAD"], asset.Write);
        endpoints.MapMethods("/embed.js", ["GET", "HEAD"], Embed.WriteForAnHour);
    }
}
