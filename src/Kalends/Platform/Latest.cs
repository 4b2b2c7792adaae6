namespace Kalends.Platform;

/// <summary>A bounded cache that forgets the entries that have not been used lately.</summary>
/// <remarks>
/// It has two halves: new and recently used entries are in the younger one, and when that is full the older one is
/// dropped. It has no lock of its own.
/// </remarks>
sealed class Latest<TKey, TValue>(int max)
    where TKey : notnull
{
    Dictionary<TKey, TValue> _younger = [];
    Dictionary<TKey, TValue> _older = [];

    public int Count => _younger.Count + _older.Count;

    public bool TryGet(TKey key, out TValue value)
    {
        if (_younger.TryGetValue(key, out value!))
            return true;
        if (!_older.TryGetValue(key, out value!))
            return false;
        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        _older.Remove(key);
        _younger[key] = value;
        if (_younger.Count < (max + 1) / 2)
            return;
        (_older, _younger) = (_younger, []);
    }

    public void Remove(TKey key)
    {
        _younger.Remove(key);
        _older.Remove(key);
    }
}
