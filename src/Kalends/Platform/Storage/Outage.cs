namespace Kalends.Platform.Storage;

/// <summary>Tells the first of a row of failures from those that follow, so that an outage is told of once.</summary>
sealed class Outage
{
    int _lasts;

    public bool Lasts => Volatile.Read(ref _lasts) == 1;

    /// <summary>Something failed; true where it worked before.</summary>
    public bool Begins() => Interlocked.Exchange(ref _lasts, 1) == 0;

    /// <summary>Something worked; true where it failed before.</summary>
    public bool Ends() => Lasts && Interlocked.Exchange(ref _lasts, 0) == 1;
}
