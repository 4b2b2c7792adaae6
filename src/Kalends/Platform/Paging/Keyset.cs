using Kalends.Platform.Storage;

namespace Kalends.Platform.Paging;

/// <summary>A column that rows are sorted by, and its value in a row: a whole number or a text.</summary>
sealed class Key<T>
{
    public Key(string column, Func<T, long> of, bool descends = false)
        : this(column, row => of(row), descends, isText: false)
    {
    }

    public Key(string column, Func<T, string> of, bool descends = false)
        : this(column, of, descends, isText: true)
    {
    }

    Key(string column, Func<T, object> of, bool descends, bool isText) =>
        (Column, Of, Descends, IsText) = (column, of, descends, isText);

    public string Column { get; }

    public Func<T, object> Of { get; }

    public bool Descends { get; }

    public bool IsText { get; }

    // PostgreSQL accepts no NUL in a text, and none of our keys has a control character.
    public bool Fits(object value) => IsText ? value is string text && !text.Any(char.IsControl) : value is long;
}

/// <summary>A total order of rows: no two rows have the same keys.</summary>
/// <param name="name">The name, which cursors contain to tell orders apart.</param>
/// <param name="keys">The keys, the most significant first.</param>
sealed class Keyset<T>(string name, params IReadOnlyList<Key<T>> keys)
{
    public IReadOnlyList<Key<T>> Keys => keys;

    public Cursor PlaceOf(T row) => new(name, keys.Select(key => key.Of(row)).ToList());

    /// <summary>The stretch that a page asks for; cursors of another order are refused.</summary>
    public Stretch Of(PageRequest page) => page.In(
        name, place => place.Count == keys.Count && keys.Zip(place).All(pair => pair.First.Fits(pair.Second)));

    /// <summary>The columns of an ORDER BY.</summary>
    /// <param name="backward">Whether the list is read from its end.</param>
    /// <param name="sorts">
    /// Whether the rows are found in another way and then sorted. The plus sign keeps both engines from reading the
    /// order's own index past all rows that are not wanted.
    /// </param>
    public string By(bool backward, bool sorts = false) => string.Join(", ", keys.Select((key, i) =>
        $"{(i == 0 && sorts && !key.IsText ? "+" : "")}{key.Column} {(key.Descends == backward ? "ASC" : "DESC")}"));

    /// <summary>The condition on rows between the ends of a stretch.</summary>
    public string Within(Stretch stretch, Parameters given)
    {
        var low = stretch.Low is null ? "TRUE" : Beyond(stretch.Low, after: true, given);
        return stretch.High is null ? low : $"{low} AND {Beyond(stretch.High, after: false, given)}";
    }

    /// <summary>The condition on rows after a place, or before it.</summary>
    public string Beyond(IReadOnlyList<object> place, bool after, Parameters given)
    {
        var values = place.Select(given.Add).ToList();
        if (keys.All(key => key.Descends == keys[0].Descends))
            return $"({string.Join(", ", keys.Select(key => key.Column))}) {Sign(keys[0], after)} " +
                $"({string.Join(", ", values)})";

        var condition = "FALSE";
        for (var i = keys.Count - 1; i >= 0; i--)
            condition = $"({keys[i].Column} {Sign(keys[i], after)} {values[i]} " +
                $"OR ({keys[i].Column} = {values[i]} AND {condition}))";
        // The first condition lets an index scan begin where the page does.
        return $"({keys[0].Column} {Sign(keys[0], after)}= {values[0]} AND {condition})";
    }

    static char Sign(Key<T> key, bool after) => key.Descends == after ? '<' : '>';
}
