using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Platform.Retention;

/// <summary>
/// Removes records that are older than they are kept: writes them into a file, waits until the disk has them, and only
/// then deletes them.
/// </summary>
/// <remarks>
/// A process that is killed in between leaves records that are in a file and in the database. The next round writes
/// them once more, into another file.
/// </remarks>
static class RemoveOldRecords
{
    /// <summary>Records of one kind.</summary>
    /// <param name="Kind">The kind.</param>
    /// <param name="Before">They are from before this time.</param>
    /// <param name="Count">How many they are.</param>
    public sealed record Old(string Kind, Instant Before, long Count);

    /// <summary>One round of the background job.</summary>
    public static Task Run(Call call) => Run(call, _ => { });

    /// <summary>Removes what is old, and tells how many records are gone so far.</summary>
    public static async Task<IReadOnlyList<Old>> Run(Call call, Action<long> progress)
    {
        var (all, gone) = (new List<Old>(), 0L);
        foreach (var (kind, before) in Kinds(call))
        {
            var count = await Remove(call, kind, before, removed => progress(gone + removed));
            all.Add(new(kind.Name, before, count));
            gone += count;
        }
        return all;
    }

    /// <summary>Counts what is old, and removes nothing.</summary>
    public static async Task<IReadOnlyList<Old>> Count(Call call)
    {
        var all = new List<Old>();
        foreach (var (kind, before) in Kinds(call))
            all.Add(new(kind.Name, before, await call.ReadAtLength(async session => (await session.Number(
                kind.Count, ("before", before), ("most", long.MaxValue)))!.Value)));
        return all;
    }

    static IEnumerable<(Retained Kind, Instant Before)> Kinds(Call call) =>
        from kind in call.Hooks<Retained>()
        let days = kind.Days(call.Settings<RetentionSettings>())
        where days > 0
        select (kind, call.Now - TimeSpan.FromDays(days));

    static async Task<long> Remove(Call call, Retained kind, Instant before, Action<long> progress)
    {
        var count = 0L;
        var found = await Find(call, kind, before);
        if (found.Count == 0)
            return 0;
        await using var file = RemovedFile.Create(call.Settings<RetentionSettings>().Folder, kind.Name, call.Now);
        for (; found.Count > 0; found = await Find(call, kind, before))
        {
            await Write(call, kind, found, file);
            var removed = found;
            // One step, whose rows are counted.
            await call.WriteInSteps(removed.Count + 1, async session =>
            {
                await kind.Remove(session, removed);
                return removed.Count;
            });
            progress(count += removed.Count);
        }
        return count;
    }

    static Task<List<RemovedRow>> Find(Call call, Retained kind, Instant before) => call.Read(async session =>
        await session.All(
            kind.Find, row => new RemovedRow(row.All()), ("before", before), ("most", (long)kind.AtOnce)));

    static async Task Write(Call call, Retained kind, List<RemovedRow> found, RemovedFile file)
    {
        foreach (var row in found)
            file.Add(kind.Name, row.Columns);
        foreach (var (name, find) in kind.Parts)
            await call.Read(async session =>
            {
                await session.Each(find, row => Add(name, row), ("ids", found.ConvertAll(row => row.Id)));
                return true;
            });
        file.Flush();

        ValueTask Add(string name, Row part)
        {
            file.Add(name, part.All());
            return ValueTask.CompletedTask;
        }
    }
}
