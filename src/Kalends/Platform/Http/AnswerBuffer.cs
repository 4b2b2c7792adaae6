using System.Buffers;
using System.IO.Pipelines;

namespace Kalends.Platform.Http;

/// <summary>An answer under construction: bounded, and counted against the memory of all requests.</summary>
/// <remarks>It is sent whole or not at all, so that a refusal can still replace it.</remarks>
sealed class AnswerBuffer(long max, Allowance? allowance) : IBufferWriter<byte>, IDisposable
{
    const int FirstSize = 16 << 10;
    const int NextSize = 64 << 10;

    // Larger buffers are left to the garbage collector, so that one large answer does not keep memory for later ones.
    const int PooledMax = 256 << 10;

    readonly List<(byte[] Bytes, int Length)> _full = [];
    byte[] _last = ArrayPool<byte>.Shared.Rent(FirstSize);
    int _used;
    long _size;

    public long Length { get; private set; }

    public void Advance(int count)
    {
        _used += count;
        Length += count;
        if (Length > max)
            throw PlatformErrors.AnswerTooLarge.Refused(max);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_last.Length - _used < Math.Max(1, sizeHint))
            Extend(Math.Max(NextSize, sizeHint));
        return _last.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Sends the whole answer, and releases the memory of the rows it was made from.</summary>
    public async Task Send(HttpContext http)
    {
        allowance?.Release();
        allowance?.Hold(_size);
        http.Response.ContentLength = Length;
        foreach (var (bytes, length) in _full)
            await http.Send(bytes.AsMemory(0, length));
        await http.Send(_last.AsMemory(0, _used));
    }

    public void Dispose()
    {
        foreach (var (bytes, _) in _full)
            Return(bytes);
        _full.Clear();
        Return(_last);
        _last = [];
    }

    void Extend(int size)
    {
        allowance?.Hold(size);
        _size += size;
        _full.Add((_last, _used));
        (_last, _used) = (size <= PooledMax
            ? ArrayPool<byte>.Shared.Rent(size)
            : GC.AllocateUninitializedArray<byte>(size), 0);
    }

    static void Return(byte[] bytes)
    {
        if (bytes.Length <= PooledMax)
            ArrayPool<byte>.Shared.Return(bytes);
    }
}

/// <summary>Sends answers at the pace of their readers.</summary>
static class Answers
{
    const int PieceMax = 64 << 10;

    // A month of slots leaves at once, with the end of its answer.
    const int SendAt = 128 << 10;

    /// <summary>
    /// Sends bytes piece by piece: the web server copies each piece, and waits for the reader only afterwards.
    /// </summary>
    public static async Task Send(this HttpContext http, ReadOnlyMemory<byte> bytes)
    {
        for (; bytes.Length > 0; bytes = bytes[Math.Min(PieceMax, bytes.Length)..])
            await http.Response.Body.WriteAsync(bytes[..Math.Min(PieceMax, bytes.Length)], http.RequestAborted);
    }

    /// <summary>
    /// Sends what was written into a pipe once there is a piece of it, and then waits for a slow reader. The end of an
    /// answer is sent by the web server.
    /// </summary>
    public static ValueTask SendPiece(this PipeWriter to, HttpContext http) =>
        to.HasPiece() ? Flush(to, http) : ValueTask.CompletedTask;

    /// <summary>Whether as much was written into a pipe as is sent at once.</summary>
    public static bool HasPiece(this PipeWriter to) => to.UnflushedBytes >= SendAt;

    static async ValueTask Flush(PipeWriter to, HttpContext http)
    {
        var seconds = http.RequestServices.GetRequiredService<HttpSettings>().ReaderSeconds;
        var sending = to.FlushAsync(http.RequestAborted);
        try
        {
            var sent = sending.IsCompleted
                ? await sending
                : await sending.AsTask().WaitAsync(TimeSpan.FromSeconds(seconds));
            if (sent.IsCompleted)
                throw new OperationCanceledException("The reader is gone.");
        }
        catch (TimeoutException)
        {
            throw new OperationCanceledException($"The reader took nothing for {seconds} seconds.");
        }
    }

    /// <summary>The buffer into which an answer is written.</summary>
    public static AnswerBuffer Buffer(this HttpContext http) => new(
        http.RequestServices.GetRequiredService<HttpSettings>().AnswerBytesMax, http.Features.Get<Allowance>());

    /// <summary>The amount that a request may read and hold, from this call until it is disposed of.</summary>
    public static Allowance Allow(this HttpContext http)
    {
        var settings = http.RequestServices.GetRequiredService<HttpSettings>();
        var allowance = new Allowance(http.RequestServices.GetRequiredService<AnswerMemory>(), settings.AnswerBytesMax);
        http.Features.Set(allowance);
        return allowance;
    }
}
