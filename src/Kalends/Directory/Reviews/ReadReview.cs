using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Directory.Reviews;

/// <summary>Reads one review; a review that is no longer public only if the caller may see it.</summary>
static class ReadReview
{
    /// <param name="Id">The id of the review.</param>
    public sealed record Input([Id] long Id);

    public static Task<Review> Run(Input input, Call call) =>
        call.Read(session => Review.Find(session, call, input.Id));

    /// <summary>The reviews among many that the caller may see, in one statement.</summary>
    public static Task<IReadOnlyDictionary<long, Review>> ByIds(IReadOnlyList<long> ids, Call call) =>
        call.ReadByIds(FindByIds, Review.Read, review => review.Id, Review.With(call, ("ids", ids)));

    static readonly Sql FindByIds = new($$"""
        SELECT {{Review.Columns}}
        FROM {{Review.From}}
        WHERE r.id {list ids} AND {{Review.IsListed}} AND {{Review.Visible}}
        """);
}
