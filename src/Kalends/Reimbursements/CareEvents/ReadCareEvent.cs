using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Reimbursements.CareEvents;

/// <summary>Reads a care event that the caller may see.</summary>
static class ReadCareEvent
{
    /// <param name="Id">The id of the care event.</param>
    public sealed record Input([Id] long Id);

    public static Task<CareEvent> Run(Input input, Call call) =>
        call.Read(session => CareEvent.Find(session, call, input.Id));

    /// <summary>Reads those of many care events that the caller may see, in one statement.</summary>
    public static Task<IReadOnlyDictionary<long, CareEvent>> ByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindManyVisible, CareEvent.Read, one => one.Id, call.Scope.With(("ids", ids)));

    static readonly Sql FindManyVisible = new($$"""
        SELECT {{CareEvent.Columns}}
        FROM {{CareEvent.From}}
        WHERE e.id {list ids} AND {{CareEvent.Visible}}
        """);
}
