using Kalends.Events.Public;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Webhooks.Subscriptions;

/// <summary>The events that a webhook gets, to be checked in memory.</summary>
/// <param name="id">The id of the webhook.</param>
/// <param name="kinds">Its kinds, or beginnings of kinds; all if the list is empty.</param>
/// <param name="subjects">Its subjects; all if the list is empty.</param>
/// <param name="filter">Its further conditions.</param>
/// <param name="after">The number after which events are for it.</param>
/// <param name="scope">The events that its owner may read.</param>
sealed class Subscription(
    long id, IReadOnlyList<string> kinds, IReadOnlyList<string> subjects, EventFilter filter, long after,
    RowScope scope)
{
    readonly EventMatch _match = new(filter);
    readonly HashSet<string> _subjects = [.. subjects];

    public long Id => id;

    public RowScope Scope => scope;

    public bool ReadsTexts => _match.ReadsTexts;

    /// <summary>Whether it wants events of this kind.</summary>
    public bool Wants(string? kind) => kinds.Count == 0 || (kind is not null && kinds.Any(one => IsKind(one, kind)));

    /// <summary>Whether an event of a kind that it wants is for it.</summary>
    public bool Fits(SeenEvent happened) => happened.Number > after
        && (_subjects.Count == 0 || (happened.Subject is { } subject && _subjects.Contains(subject)))
        && happened.IsVisibleTo(scope)
        && _match.Fits(happened);

    /// <summary>The events after a number that are for it.</summary>
    public async Task<EventReader.Found> Search(Session session, Call call, long behind, long settled, int limit)
    {
        // An index of the log leads to the only kind or subject.
        var kind = kinds is [var one] && !one.EndsWith(Rest, StringComparison.Ordinal) ? one : null;
        var found = await EventReader.Search(
            session, call.Within(scope), filter, kind, subjects is [var only] ? only : null, behind, settled, limit);
        return found with { Events = [.. found.Events.Where(seen => Wants(seen.Kind) && Fits(seen))] };
    }

    const string Rest = ".*";

    static bool IsKind(string wanted, string kind) => wanted.EndsWith(Rest, StringComparison.Ordinal)
        ? kind.AsSpan().StartsWith(wanted.AsSpan(0, wanted.Length - 1), StringComparison.Ordinal)
        : wanted == kind;

    /// <summary>The columns that <see cref="Read"/> reads from <see cref="Owner.Rows"/>.</summary>
    public const string Columns = $"w.id, w.kinds, w.subjects, w.filter, w.position, {Owner.Columns}";

    public static Subscription Read(Row row) => new(
        row.Long("id"), row.Texts("kinds"), row.Texts("subjects"), Webhook.FilterOf(row), row.Long("position"),
        Owner.ScopeOf(row));
}
