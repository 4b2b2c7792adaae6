using System.Globalization;

namespace Kalends.Platform.Calls;

/// <summary>The right of an API key to read, or also to change, what one module serves.</summary>
/// <param name="module">The name of the module, as <c>Kalends:Modules</c> has it.</param>
/// <param name="writes">Whether it is the right to change.</param>
sealed class KeyScope(string module, bool writes)
{
    /// <summary>The scope as callers write it: <c>scheduling:read</c>.</summary>
    public string Word { get; } = writes ? OfWriting(module) : $"{module}:read";

    readonly string _wider = OfWriting(module);

    /// <summary>Whether it is among these; the right to change includes the right to read.</summary>
    public bool IsIn(IReadOnlyList<string> granted) => granted.Contains(Word) || granted.Contains(_wider);

    static string OfWriting(string module) => $"{module}:write";
}

/// <summary>All scopes that keys can have: two for each module, whether or not this process serves it.</summary>
sealed class KeyScopes(IEnumerable<string> modules)
{
    public IReadOnlyList<string> Words { get; } =
        [.. modules.SelectMany(module => new[] { new KeyScope(module, false).Word, new KeyScope(module, true).Word })];
}

/// <summary>The API key with which a caller came.</summary>
/// <param name="Id">The id of the key.</param>
/// <param name="Version">Counts what ends its streams.</param>
/// <param name="Scopes">The words of its scopes.</param>
sealed record CallerKey(long Id, long Version, IReadOnlyList<string> Scopes)
{
    public string Name => NameOf(Id);

    /// <summary>The name of a key among those of users, for limits and streams.</summary>
    public static string NameOf(long id) => string.Create(CultureInfo.InvariantCulture, $"api_key/{id}");
}

/// <summary>What an API key needs for an action, besides what its user may do.</summary>
enum KeyUse
{
    /// <summary>The scope of the route or field.</summary>
    ByScope,

    /// <summary>No scope.</summary>
    Always,

    /// <summary>Nothing helps: the user must sign in.</summary>
    Never,
}
