using Microsoft.Net.Http.Headers;

namespace Kalends.Web.Languages;

/// <summary>Which language a visitor reads.</summary>
sealed partial record Texts
{
    /// <summary>The language that the visitor chose, or else the first that their browser asks for.</summary>
    public static Texts For(string? chosen, HttpRequest request)
    {
        if (Find(chosen) is { } texts)
            return texts;
        var asked = request.GetTypedHeaders().AcceptLanguage
            .Where(language => language.Quality is not 0)
            .OrderByDescending(language => language, StringWithQualityHeaderValueComparer.QualityComparer);
        return asked.Select(language => Find(language.Value.Value)).FirstOrDefault(found => found is not null)
            ?? All[0];
    }

    // A region makes no difference: de-AT is German.
    static Texts? Find(string? tag) => tag is null
        ? null
        : All.FirstOrDefault(texts => tag.Split('-')[0].Equals(texts.Tag, StringComparison.OrdinalIgnoreCase));
}
