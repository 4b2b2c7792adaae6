namespace Kalends.Platform;

/// <summary>The memory that all requests together may hold: bodies, rows, and answers until they are sent.</summary>
sealed class AnswerMemory(long max)
{
    long _held;

    /// <summary>The bytes held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= max)
            return true;
        Give(bytes);
        return false;
    }

    public void Give(long bytes) => Interlocked.Add(ref _held, -bytes);
}

/// <summary>The amount that one request may read, and its share of the common memory until it is answered.</summary>
/// <remarks>
/// Every row is counted as it is read, whichever part of the request reads it. Memory is taken in steps, so that
/// counting a row costs next to nothing. The fields of a request are resolved one after the other, so no lock is
/// needed.
/// </remarks>
sealed class Allowance(AnswerMemory memory, long readMax) : IDisposable
{
    const int Step = 64 << 10;

    // The approximate overhead of a row and of a text.
    const int RowBytes = 100;
    const int TextBytes = 32;

    long _read;
    long _held;
    long _taken;

    /// <summary>Counts a row that was read.</summary>
    public void Row() => Hold(RowBytes);

    /// <summary>Counts a text that was read; refuses if the request has read too much.</summary>
    public void Read(string text)
    {
        _read += text.Length;
        if (_read > readMax)
            throw PlatformErrors.AnswerTooLarge.Refused(readMax);
        Hold(TextBytes + 2L * text.Length);
    }

    /// <summary>Counts memory that is needed or released; refuses if other requests hold too much of it.</summary>
    public void Hold(long bytes)
    {
        if (_held + bytes > _taken)
            Take(_held + bytes - _taken);
        _held += bytes;
    }

    void Take(long missing)
    {
        var step = Math.Max(Step, missing);
        if (!memory.TryTake(step))
            throw PlatformErrors.MemoryFull.Refused();
        _taken += step;
    }

    /// <summary>Releases all memory held, and starts again from zero.</summary>
    public void Release()
    {
        memory.Give(_taken);
        (_read, _held, _taken) = (0, 0, 0);
    }

    public void Dispose() => Release();
}
