using Kalends.Platform.Calls;

namespace Kalends.Directory.Search;

/// <summary>Lists the providers of the directory that a search finds; all where nothing is asked.</summary>
static class ListProviders
{
    public static Task<SearchProviders.Answer> Run(SearchProviders.Input input, Call call) =>
        SearchProviders.Run(input, call);
}
