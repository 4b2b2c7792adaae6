namespace Kalends.Platform.Storage;

/// <summary>
/// Distinguishes the first of a series of failures from those that follow, so that an outage is reported once.
/// </summary>
sealed class Outage
{
    int _lasts;

    public bool Lasts => Volatile.Read(ref _lasts) == 1;

    /// <summary>Records a failure; true if the last attempt succeeded.</summary>
    public bool Begins() => Interlocked.Exchange(ref _lasts, 1) == 0;

    /// <summary>Records a success; true if the last attempt failed.</summary>
    public bool Ends() => Lasts && Interlocked.Exchange(ref _lasts, 0) == 1;
}
