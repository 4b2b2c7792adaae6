using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Directory.Reviews;

/// <summary>Reads one review; what is no longer public, only who may see it.</summary>
static class ReadReview
{
    /// <param name="Id">Which one.</param>
    public sealed record Input([Id] long Id);

    public static Task<Review> Run(Input input, Call call) =>
        call.Read(session => Review.Find(session, call, input.Id));

    /// <summary>Those of many reviews that the caller may see, in one statement.</summary>
    public static async Task<IReadOnlyDictionary<long, Review>> ByIds(IReadOnlyList<long> ids, Call call)
    {
        var found = await call.Read(async session =>
            await session.All(FindByIds, Review.Read, Review.With(call, ("ids", ids))));
        return found.ToDictionary(review => review.Id);
    }

    static readonly Sql FindByIds = new($$"""
        SELECT {{Review.Columns}}
        FROM {{Review.From}}
        WHERE r.id {list ids} AND {{Review.Visible}}
        """);
}
