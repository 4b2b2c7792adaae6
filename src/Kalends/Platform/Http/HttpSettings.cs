using System.ComponentModel.DataAnnotations;

namespace Kalends.Platform.Http;

/// <summary>Bounds of what a caller may send.</summary>
sealed record HttpSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Http";

    /// <summary>Bytes of a request's body.</summary>
    [Range(1024, 64 << 20)]
    public int BodyBytesMax { get; init; } = 1 << 20;

    /// <summary>Bytes of a request's headers together.</summary>
    [Range(4096, 1 << 20)]
    public int HeaderBytesMax { get; init; } = 32 << 10;

    /// <summary>
    /// Bytes of an answer, and characters of text that are read for it; reports over REST are streamed and have no such
    /// bound.
    /// </summary>
    [Range(64 << 10, 1 << 30)]
    public int AnswerBytesMax { get; init; } = 16 << 20;

    /// <summary>
    /// Bytes that all requests together may hold in memory: bodies, rows and answers. Left out, it is a quarter of what
    /// the process may use.
    /// </summary>
    [Range(1 << 20, 1L << 50)]
    public long? MemoryBytesMax { get; init; }

    /// <summary>Seconds a request may take from its first byte to its last.</summary>
    [Range(1, 600)]
    public int RequestSeconds { get; init; } = 30;

    /// <summary>The same for what reads a large part of the database: reports, checks of the books.</summary>
    [Range(1, 3600)]
    public int LongRequestSeconds { get; init; } = 300;

    /// <summary>
    /// Seconds between being told to stop (SIGTERM) and not taking requests any more, in which the server is not ready
    /// but serves; without a value 5, and 0 in the Development environment.
    /// </summary>
    [Range(0, 300)]
    public int? DrainSeconds { get; init; }

    /// <summary>Requests a caller may make a second, averaged; 0 sets no limit.</summary>
    [Range(0, 1_000_000)]
    public int RatePerSecond { get; init; } = 200;

    /// <summary>Requests a caller may make at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int RateBurst { get; init; } = 2000;

    /// <summary>Expensive requests of one caller that run at the same time; 0 sets no limit.</summary>
    [Range(0, 1000)]
    public int HeavyPerCaller { get; init; } = 2;

    /// <summary>
    /// Connections that are open at the same time; where it is left out, as many as the files that the process may open
    /// leave room for.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? ConnectionsMax { get; init; }

    /// <summary>Streams that are open at the same time; at most three quarters of the connections.</summary>
    [Range(0, 100_000)]
    public int StreamsMax { get; init; } = 1000;

    /// <summary>Streams that one caller has open at the same time.</summary>
    [Range(0, 100_000)]
    public int StreamsPerCaller { get; init; } = 20;

    /// <summary>Seconds of silence after which a stream says that it is alive.</summary>
    [Range(1, 300)]
    public int StreamHeartbeatSeconds { get; init; } = 15;

    /// <summary>
    /// Proxies that are believed about whom they speak for: addresses and networks (CIDR), separated by blanks.
    /// </summary>
    public string TrustedProxies { get; init; } = "";

    /// <summary>Origins of browsers that may call (CORS), separated by blanks; none by default.</summary>
    public string Origins { get; init; } = "";

    public IEnumerable<string> Proxies => TrustedProxies.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public AnswerMemory Memory() =>
        new(MemoryBytesMax ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        foreach (var proxy in Proxies.Where(proxy => Http.Proxies.Parse(proxy) is null))
            yield return new ValidationResult(
                $"TrustedProxies names {proxy}, which is no address and no network such as 10.0.0.0/8.");
    }
}
