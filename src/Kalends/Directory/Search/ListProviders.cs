using Kalends.Platform.Calls;

namespace Kalends.Directory.Search;

/// <summary>Lists the providers of the directory that match a search; without criteria, all of them.</summary>
static class ListProviders
{
    public static Task<SearchProviders.Answer> Run(SearchProviders.Input input, Call call) =>
        SearchProviders.Run(input, call);
}
