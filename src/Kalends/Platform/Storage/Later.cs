namespace Kalends.Platform.Storage;

/// <summary>Rows that were asked for, and that arrive with the answer of the next statement.</summary>
/// <param name="send">Sends the question by itself, if there was no other statement meanwhile.</param>
sealed class Later<T>(Func<ValueTask> send)
{
    List<T>? _rows;

    /// <summary>Rows that are here already.</summary>
    public Later(List<T> rows) : this(() => ValueTask.CompletedTask) => _rows = rows;

    public void Answer(List<T> rows) => _rows = rows;

    /// <summary>The rows, once they are here.</summary>
    public async ValueTask<List<T>> Rows()
    {
        if (_rows is null)
            await send();
        return _rows!;
    }
}
