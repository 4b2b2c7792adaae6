namespace Kalends.Platform;

/// <summary>What all requests together may hold in memory: bodies, rows, and answers until they are sent.</summary>
sealed class AnswerMemory(long max)
{
    long _held;

    /// <summary>What is held now.</summary>
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

/// <summary>What one request may read, and what it holds of the memory of all until it is answered.</summary>
/// <remarks>
/// Rows are counted as they are read, whatever asked for them. Memory is taken in steps, so that counting a row costs
/// next to nothing. The fields of a request are resolved one after the other, so nothing here needs a lock.
/// </remarks>
sealed class Allowance(AnswerMemory memory, long readMax) : IDisposable
{
    const int Step = 64 << 10;

    // About what a row and a text take beside what they hold.
    const int RowBytes = 100;
    const int TextBytes = 32;

    long _read;
    long _held;
    long _taken;

    /// <summary>Counts a row that was read.</summary>
    public void Row() => Hold(RowBytes);

    /// <summary>Counts a text that was read; refused where the request has read too much.</summary>
    public void Read(string text)
    {
        _read += text.Length;
        if (_read > readMax)
            throw TooLarge(readMax);
        Hold(TextBytes + 2L * text.Length);
    }

    /// <summary>Counts memory that is needed, or no longer needed; refused where others hold too much of it.</summary>
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
            throw new Refused(Reason.Busy, "memory_full", "Too many large requests run at once.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
                EndsRequest = true,
            };
        _taken += step;
    }

    /// <summary>Gives back all that was held, and begins anew.</summary>
    public void Release()
    {
        memory.Give(_taken);
        (_read, _held, _taken) = (0, 0, 0);
    }

    public void Dispose() => Release();

    /// <summary>The refusal of an answer that passes its bound.</summary>
    public static Refused TooLarge(long max) => new(
        Reason.Invalid, "limit_answer", $"The answer would have more than {max} bytes: ask for fewer rows at once.")
    {
        EndsRequest = true,
    };
}
