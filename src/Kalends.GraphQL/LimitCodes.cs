namespace Kalends.GraphQL;

/// <summary>The codes that tell a client which limit its request exceeded.</summary>
public static class LimitCodes
{
    /// <summary>Too many tokens.</summary>
    public const string Tokens = "limit_tokens";

    /// <summary>Braces, brackets or fragments nest too deeply.</summary>
    public const string Nesting = "limit_nesting";

    /// <summary>Fields nest too deeply.</summary>
    public const string Depth = "limit_depth";

    /// <summary>Too many aliases in one selection set.</summary>
    public const string Aliases = "limit_aliases";

    /// <summary>Too many directives in one place.</summary>
    public const string Directives = "limit_directives";

    /// <summary>Too many fields after fragments are expanded.</summary>
    public const string Fields = "limit_fields";

    /// <summary>Too many fields at the root.</summary>
    public const string RootFields = "limit_root_fields";

    /// <summary>The request could touch too much data.</summary>
    public const string Cost = "limit_cost";

    /// <summary>The answer has too many objects.</summary>
    public const string Rows = "limit_rows";

    /// <summary>The answer has too many bytes.</summary>
    public const string Answer = "limit_answer";

    /// <summary>Introspection nests too deeply.</summary>
    public const string Introspection = "limit_introspection";

    /// <summary>Introspection is switched off.</summary>
    public const string IntrospectionOff = "introspection_off";

    /// <summary>Checking whether fields can merge takes too long.</summary>
    public const string Merging = "limit_merging";

    /// <summary>A page is larger than allowed.</summary>
    public const string Page = "limit_page";

    /// <summary>The body of the request is too large.</summary>
    public const string Body = "limit_body";
}
