namespace Kalends.Platform.Http;

/// <summary>An OpenAPI document, which describes one set of routes.</summary>
/// <param name="Name">Its name in <c>/openapi/{name}.json</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="About">Its description.</param>
sealed record ApiDocument(string Name, string Title, string About)
{
    public static readonly ApiDocument Canonical = new(
        "v1", "Kalends",
        "The backend behind an appointment book and its month-end ledger.\n\nLengths of texts are " +
        "counted in characters as people count them (grapheme clusters of UAX 29): where a schema says " +
        "maxLength, a text of so many code points fits, and one of more may. Texts are kept composed (NFC) " +
        "and without blanks around them; passwords and prose keep their blanks, prose its spelling too.");

    public void Add(IServiceCollection services) => services
        .AddSingleton(this)
        .AddOpenApi(Name, openApi => openApi.AddDocumentTransformer<OpenApi>());

    // The constraint leaves other names to our 404, because the framework's own is plain text.
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapOpenApi($"/openapi/{{documentName:regex(^{Name}$)}}.json");
}
