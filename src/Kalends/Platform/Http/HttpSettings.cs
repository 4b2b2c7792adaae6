using System.ComponentModel.DataAnnotations;

namespace Kalends.Platform.Http;

/// <summary>The limits on requests and connections.</summary>
sealed record HttpSettings : ISettings, IValidatableObject
{
    public static string Section => "Kalends:Http";

    /// <summary>Bytes of a request's body.</summary>
    [Range(1024, 64 << 20)]
    public int BodyBytesMax { get; init; } = 1 << 20;

    /// <summary>Total bytes of a request's headers.</summary>
    [Range(4096, 1 << 20)]
    public int HeaderBytesMax { get; init; } = 32 << 10;

    /// <summary>
    /// Bytes of an answer, and characters of text that are read for it; reports over REST are streamed and have no such
    /// limit.
    /// </summary>
    [Range(64 << 10, 1 << 30)]
    public int AnswerBytesMax { get; init; } = 16 << 20;

    /// <summary>
    /// Bytes of memory that all requests together may hold: bodies, rows and answers. The default is a quarter of the
    /// memory that the process may use.
    /// </summary>
    [Range(1 << 20, 1L << 50)]
    public long? MemoryBytesMax { get; init; }

    /// <summary>
    /// Whether answers of 1 KB and more are compressed where the caller accepts it; false where a proxy does it.
    /// </summary>
    public bool Compress { get; init; } = true;

    /// <summary>Seconds a request may take from its first byte to its last.</summary>
    [Range(1, 600)]
    public int RequestSeconds { get; init; } = 30;

    /// <summary>The same for requests that read a large part of the database: reports, checks of the books.</summary>
    [Range(1, 3600)]
    public int LongRequestSeconds { get; init; } = 300;

    /// <summary>
    /// Seconds within which a reader must take each 128 KB of a long answer; a slower one is cut off, and leaves their
    /// place to others.
    /// </summary>
    [Range(1, 3600)]
    public int ReaderSeconds { get; init; } = 30;

    /// <summary>
    /// Seconds between the stop signal (SIGTERM) and the end of service, during which the server serves but is not
    /// ready; by default 5, and 0 in the Development environment.
    /// </summary>
    [Range(0, 300)]
    public int? DrainSeconds { get; init; }

    /// <summary>Average requests per second of one caller; 0 sets no limit.</summary>
    [Range(0, 1_000_000)]
    public int RatePerSecond { get; init; } = 200;

    /// <summary>Requests that a caller may make at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int RateBurst { get; init; } = 2000;

    /// <summary>Average requests per second of one API key; 0 sets no limit.</summary>
    [Range(0, 1_000_000)]
    public int KeyRatePerSecond { get; init; } = 50;

    /// <summary>Requests that an API key may make at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int KeyRateBurst { get; init; } = 500;

    /// <summary>Expensive requests of one caller that run at the same time; 0 sets no limit.</summary>
    [Range(0, 1000)]
    public int HeavyPerCaller { get; init; } = 2;

    /// <summary>
    /// Connections open at the same time; by default as many as the process's limit on open files leaves room for.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? ConnectionsMax { get; init; }

    /// <summary>Streams open at the same time; at most three quarters of the connections.</summary>
    [Range(0, 100_000)]
    public int StreamsMax { get; init; } = 1000;

    /// <summary>Streams that one caller has open at the same time.</summary>
    [Range(0, 100_000)]
    public int StreamsPerCaller { get; init; } = 20;

    /// <summary>Seconds of silence after which a stream sends a sign of life.</summary>
    [Range(1, 300)]
    public int StreamHeartbeatSeconds { get; init; } = 15;

    /// <summary>
    /// Proxies that are trusted to name the client: addresses and networks (CIDR), separated by blanks.
    /// </summary>
    public string TrustedProxies { get; init; } = "";

    /// <summary>Browser origins that may call (CORS), separated by blanks; none by default.</summary>
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
