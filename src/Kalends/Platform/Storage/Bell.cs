using System.Threading.Channels;

namespace Kalends.Platform.Storage;

/// <summary>Rings when something was committed that is followed; many rings at once are one.</summary>
sealed class Bell
{
    readonly Channel<bool> _rung = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rung.Writer.TryWrite(true);

    /// <summary>Waits for a ring, and no longer than <paramref name="atMost"/>.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(atMost);
        try
        {
            await _rung.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nobody rang: the caller looks by itself.
        }
    }
}
