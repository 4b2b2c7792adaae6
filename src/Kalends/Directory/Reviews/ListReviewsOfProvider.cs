using System.Globalization;
using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Providers.Public;

namespace Kalends.Directory.Reviews;

/// <summary>In which order the reviews of a provider come; of equal ratings the later one counts as higher.</summary>
enum ReviewOrder
{
    Newest,
    Highest,
    Lowest,
}

/// <summary>Lists the published reviews of a provider.</summary>
static class ListReviewsOfProvider
{
    /// <param name="Id">Of whom.</param>
    /// <param name="Order">Which come first.</param>
    /// <param name="RatingMin">Only those with this rating or a higher one.</param>
    /// <param name="Skill">Only those about the skill of this name.</param>
    /// <param name="Verified">Only those whose author has been with the provider; or only the others.</param>
    /// <param name="Limit">Rows a page.</param>
    /// <param name="Cursor">The <c>next</c> of the page before.</param>
    public sealed record Input(
        [Id] long Id, ReviewOrder Order = ReviewOrder.Newest, [Hundredths(0, 500)] decimal? RatingMin = null,
        [Text(1, 100)] string? Skill = null, bool? Verified = null, [Number(1, 100)] int Limit = 50,
        [Text(0, 500)] string? Cursor = null);

    public static Task<Page<Review>> Run(Input input, Call call)
    {
        var after = Place.After(input);
        return call.Read(async session =>
        {
            var rows = await Find(session, input, after, call);
            // Only who has none may not be there at all.
            if (rows.Count == 0)
                await Profiles.Find(session, input.Id);
            return Page.Of(rows, input.Limit, row => Place.Of(row).Write(input.Order));
        });
    }

    static ValueTask<List<Review>> Find(Session session, Input input, Place? after, Call call)
    {
        var given = new Parameters();
        var sql = $"""
            SELECT {Review.Columns}
            FROM {Review.From}
            WHERE r.provider_id = {given.Add(input.Id)} AND r.state = 'published'
              AND {Condition(input, given)} AND {Beyond(input.Order, after, given)}
            ORDER BY {By(input.Order)}
            LIMIT {given.Add(input.Limit + 1)}
            """;
        return session.All(Sql.Shaped(sql), Review.Read, Review.With(call, given.Values));
    }

    static string Condition(Input input, Parameters given)
    {
        var all = new List<string> { "TRUE" };
        if (input.RatingMin is { } least)
            all.Add($"r.rating >= {given.Add((long)(least * 100))}");
        if (input.Skill is { } skill)
            all.Add($"r.skill_id = (SELECT id FROM public_skills WHERE name = {given.Add(skill)})");
        if (input.Verified is { } verified)
            all.Add(verified ? Review.IsVerified : $"NOT {Review.IsVerified}");
        return string.Join(" AND ", all);
    }

    static string Beyond(ReviewOrder order, Place? after, Parameters given) => (order, after) switch
    {
        (_, null) => "TRUE",
        (ReviewOrder.Newest, _) => $"r.id < {given.Add(after.Id)}",
        (ReviewOrder.Highest, _) => $"(r.rating, r.id) < ({given.Add(after.Rating)}, {given.Add(after.Id)})",
        (ReviewOrder.Lowest, _) => $"(r.rating, r.id) > ({given.Add(after.Rating)}, {given.Add(after.Id)})",
    };

    static string By(ReviewOrder order) => order switch
    {
        ReviewOrder.Newest => "r.id DESC",
        ReviewOrder.Highest => "r.rating DESC, r.id DESC",
        ReviewOrder.Lowest => "r.rating, r.id",
    };

    /// <summary>Where a page ended, for any of the orders.</summary>
    sealed record Place(long Rating, long Id)
    {
        public static Place Of(Review last) => new((long)(last.Rating * 100), last.Id);

        public string Write(ReviewOrder order) => Cursor.Write($"{EnumText.Of(order)}:{Rating}:{Id}");

        public static Place? After(Input input)
        {
            if (Cursor.Read(input.Cursor) is not { } cursor)
                return null;
            return cursor.Text.Split(':') is [var order, var rating, var id] && order == EnumText.Of(input.Order)
                && TryRead(rating, out var place) && TryRead(id, out var last)
                    ? new Place(place, last)
                    : throw Refused.Invalid(
                        [new Fault(null, "cursor", "cursor", "The cursor belongs to another order.")]);
        }

        static bool TryRead(string text, out long number) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
