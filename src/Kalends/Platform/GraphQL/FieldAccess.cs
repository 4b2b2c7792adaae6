using Kalends.Platform.Calls;

namespace Kalends.Platform.GraphQL;

/// <summary>What a caller of a field needs: a line of the access table, and the scope of an API key.</summary>
/// <remarks>A class, since each request looks up its verdicts by it.</remarks>
sealed class FieldAccess(Access access, KeyScope ofKeys)
{
    public Access Access => access;

    public KeyScope OfKeys => ofKeys;
}

/// <summary>The accesses of the fields of a schema, module by module.</summary>
sealed class FieldAccesses
{
    readonly Dictionary<(string, bool), KeyScope> _scopes = [];
    readonly Dictionary<(Access, KeyScope), FieldAccess> _known = [];
    string _module = "";

    /// <summary>Begins the fields of a module, whose scopes they need from now on.</summary>
    public void Begin(string module) => _module = module;

    /// <summary>The access of a field that only reads.</summary>
    public FieldAccess Reading(Access access) => Find(access, _module, writes: false);

    /// <summary>The access of a field that changes something.</summary>
    public FieldAccess Changing(Access access) => Find(access, _module, writes: true);

    /// <summary>
    /// The access of a field that leads from one object to others, which may be of another module: it needs the scope
    /// of theirs.
    /// </summary>
    public FieldAccess LeadingTo<T>(Access access) => Find(access, HomeOf(typeof(T)) ?? _module, writes: false);

    FieldAccess Find(Access access, string module, bool writes)
    {
        if (!_scopes.TryGetValue((module, writes), out var scope))
            _scopes[(module, writes)] = scope = new KeyScope(module, writes);
        return _known.TryGetValue((access, scope), out var known)
            ? known
            : _known[(access, scope)] = new FieldAccess(access, scope);
    }

    /// <summary>The module of a type, or of the elements of a list; null if it is no module's.</summary>
    static string? HomeOf(Type type)
    {
        if (type.IsGenericType)
            return HomeOf(type.GetGenericArguments()[^1]);
        var names = (type.Namespace ?? "").Split('.');
        return names is [nameof(Kalends), not nameof(Platform), ..] ? names[1].ToLowerInvariant() : null;
    }
}
