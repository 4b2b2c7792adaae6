using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Appointments;

/// <summary>One key that appointments are sorted by, and its direction.</summary>
enum AppointmentSort
{
    IdAsc,
    IdDesc,
    StartsAtAsc,
    StartsAtDesc,
    DurationAsc,
    DurationDesc,
    TypeAsc,
    TypeDesc,
    ProviderIdAsc,
    ProviderIdDesc,
}

/// <summary>
/// A total order of appointments: some keys, and last the id, which goes the way of the key before it, so that every
/// order has its exact mirror image and one index serves both.
/// </summary>
sealed class AppointmentOrder
{
    readonly List<(Column Column, bool Descends)> _keys = [];

    AppointmentOrder(IEnumerable<AppointmentSort> sorts)
    {
        foreach (var sort in sorts)
            Add(Columns[(int)sort / 2], (int)sort % 2 == 1);
        Add(Columns[0], _keys.Count > 0 && _keys[^1].Descends);
        Name = string.Join(' ', _keys.Select(key => $"{key.Column.Name}{(key.Descends ? '-' : '+')}"));
    }

    /// <summary>The order of the keys as they are given; what stands after the id changes nothing.</summary>
    public static AppointmentOrder Of(IEnumerable<AppointmentSort> sorts) => new(sorts);

    /// <summary>Tells it from other orders in cursors.</summary>
    public string Name { get; }

    public int KeyCount => _keys.Count;

    /// <summary>The place of an appointment in this order.</summary>
    public IReadOnlyList<long> PlaceOf(Appointment one) => _keys.Select(key => key.Column.KeyOf(one)).ToList();

    /// <summary>Whether these are keys that an appointment may have; those of a made-up cursor may not be.</summary>
    public bool IsPlace(IReadOnlyList<long> place) => place.Count == _keys.Count
        && _keys.Zip(place).All(pair => pair.First.Column.ValueOf(pair.Second) is not null);

    /// <param name="backward">Whether the list is walked from its end.</param>
    /// <param name="sorts">
    /// Whether the rows are to be found in another way and then sorted: the sign keeps both engines from walking the
    /// order's own index past all that is not wanted.
    /// </param>
    public string By(bool backward, bool sorts = false) => string.Join(", ", _keys.Select((key, i) =>
        $"{(i == 0 && sorts && key.Column.IsNumber ? "+" : "")}{key.Column.Name} " +
        (key.Descends == backward ? "ASC" : "DESC")));

    /// <summary>Whether the start comes first, so that its index both finds and sorts.</summary>
    public bool IsByStart => _keys[0].Column.Name == "starts_at";

    /// <summary>What stands after a place, or before it, or not so.</summary>
    public string Beyond(IReadOnlyList<long> place, bool after, Parameters given)
    {
        var values = _keys.Zip(place, (key, part) => given.Add(key.Column.ValueOf(part)!)).ToList();
        if (_keys.TrueForAll(key => key.Descends == _keys[0].Descends))
            return $"({string.Join(", ", _keys.Select(key => key.Column.Name))}) " +
                $"{Sign(_keys[0].Descends, after)} ({string.Join(", ", values)})";

        var condition = "FALSE";
        for (var i = _keys.Count - 1; i >= 0; i--)
        {
            var (name, sign) = (_keys[i].Column.Name, Sign(_keys[i].Descends, after));
            condition = $"({name} {sign} {values[i]} OR ({name} = {values[i]} AND {condition}))";
        }
        // The first word alone lets an index begin where the page does.
        return $"({_keys[0].Column.Name} {Sign(_keys[0].Descends, after)}= {values[0]} AND {condition})";
    }

    static char Sign(bool descends, bool after) => descends == after ? '<' : '>';

    void Add(Column column, bool descends)
    {
        var isDecided = _keys.Exists(key => key.Column == column || key.Column == Columns[0]);
        if (!isDecided)
            _keys.Add((column, descends));
    }

    /// <param name="Name">As the table has it.</param>
    /// <param name="KeyOf">The value as a number, which cursors carry.</param>
    /// <param name="ValueOf">The value of such a number, or null where there is none.</param>
    sealed record Column(string Name, Func<Appointment, long> KeyOf, Func<long, object?> ValueOf)
    {
        public bool IsNumber => Name != "type";
    }

    static readonly Column[] Columns =
    [
        new("id", one => one.Id, key => key),
        new("starts_at", one => one.StartsAt.Micros, key => key),
        new("slot_micros", one => (one.EndsAt - one.StartsAt).Ticks / 10, key => key),
        new("type", one => AppointmentType.All.IndexOf(one.Type),
            key => key >= 0 && key < AppointmentType.All.Length ? AppointmentType.All[(int)key] : null),
        new("provider_id", one => one.ProviderId, key => key),
    ];
}
