using Microsoft.AspNetCore.Components;

namespace Kalends.Web.Frame;

/// <summary>
/// The hidden fields of a form: that a page of ours sent it, that it was sent once, and to which page it belongs.
/// </summary>
partial class FormFields
{
    /// <summary>The token that proves that a page of ours sent the form.</summary>
    public const string Token = "form_token";

    /// <summary>The idempotency key: a form that is sent twice has one effect.</summary>
    public const string Key = "idempotency_key";

    /// <summary>The address of the page on which the form stands.</summary>
    public const string Page = "page";

    [CascadingParameter]
    internal Visit Visit { get; set; } = null!;

    static string NewKey() => Convert.ToHexStringLower(SecretBytes.New(16));
}
