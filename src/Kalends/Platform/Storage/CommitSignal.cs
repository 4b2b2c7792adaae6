using System.Threading.Channels;

namespace Kalends.Platform.Storage;

/// <summary>Signals that a followed change was committed; several signals at once count as one.</summary>
sealed class CommitSignal
{
    readonly Channel<bool> _raised = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Raise() => _raised.Writer.TryWrite(true);

    /// <summary>Waits for the signal, and no longer than <paramref name="atMost"/>.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(atMost);
        try
        {
            await _raised.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // No signal came: the caller checks by itself.
        }
    }
}
