using Kalends.Platform.Paging;

namespace Kalends.Scheduling.Appointments;

/// <summary>One sort key of appointments, with its direction.</summary>
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
/// A total order of appointments. The last key is the id, in the direction of the key before it, so every order has its
/// exact mirror image, and one index serves both.
/// </summary>
static class AppointmentOrder
{
    /// <summary>The order of the given keys; keys after the id change nothing.</summary>
    public static Keyset<Appointment> Of(IEnumerable<AppointmentSort> sorts)
    {
        var keys = new List<Key<Appointment>>();
        foreach (var sort in sorts)
            Add((int)sort / 2, (int)sort % 2 == 1);
        Add(column: 0, keys.Count > 0 && keys[^1].Descends);
        return new(string.Join(' ', keys.Select(key => $"{key.Column}{(key.Descends ? '-' : '+')}")), keys);

        void Add(int column, bool descends)
        {
            var key = Columns[column](descends);
            if (!keys.Exists(known => known.Column == key.Column || known.Column == "id"))
                keys.Add(key);
        }
    }

    static readonly Func<bool, Key<Appointment>>[] Columns =
    [
        descends => new("id", one => one.Id, descends),
        descends => new("starts_at", one => one.StartsAt.Micros, descends),
        descends => new("slot_micros", one => one.EndsAt.Since(one.StartsAt).Micros, descends),
        descends => new("type", one => one.Type, descends),
        descends => new("provider_id", one => one.ProviderId, descends),
    ];
}
