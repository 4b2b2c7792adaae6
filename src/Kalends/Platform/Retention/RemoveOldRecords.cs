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
    /// <summary>One round of the background job.</summary>
    public static async Task Run(Call call)
    {
        var settings = call.Settings<RetentionSettings>();
        foreach (var kind in call.Hooks<Retained>())
            if (kind.Days(settings) is > 0 and var days)
                await Remove(call, kind, call.Now - TimeSpan.FromDays(days), settings.Folder);
    }

    static async Task Remove(Call call, Retained kind, Instant before, string folder)
    {
        var found = await Find(call, kind, before);
        if (found.Count == 0)
            return;
        await using var file = RemovedFile.Create(folder, kind.Name, call.Now);
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
        }
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
