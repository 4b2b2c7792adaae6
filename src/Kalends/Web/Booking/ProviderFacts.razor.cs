using Kalends.Providers.Public;
using Kalends.Web.Languages;

namespace Kalends.Web.Booking;

/// <summary>What people want to know of a provider: skills, rating, price, languages.</summary>
partial class ProviderFacts
{
    /// <param name="Skills">The skills, in the provider's own order.</param>
    /// <param name="Sentences">Rating, price and languages, as far as they are known.</param>
    public sealed record Seen(IReadOnlyList<string> Skills, IReadOnlyList<string> Sentences);

    internal static Seen Of(Profile profile, Texts texts)
    {
        var sentences = new List<string>();
        if (profile.Rating is { Mean: { } mean, Count: var count })
            sentences.Add(texts.Rating(mean, count));
        if (profile is { Cost: { } cost, Currency: { } currency })
            sentences.Add(texts.PerDay(texts.Money(cost, currency)));
        if (profile.Languages.Count > 0)
            sentences.Add(string.Join(", ", profile.Languages.Select(Texts.LanguageName)));
        return new Seen(profile.Skills, sentences);
    }
}
