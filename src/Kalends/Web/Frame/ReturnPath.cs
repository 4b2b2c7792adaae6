namespace Kalends.Web.Frame;

/// <summary>A path of this server to which a form or a link returns; anything else could lead elsewhere.</summary>
static class ReturnPath
{
    const int LengthMax = 1000;

    /// <summary>The path, or another one if the text is not a path of this server.</summary>
    public static string Of(string? text, string otherwise = "/") => IsLocal(text) ? text! : otherwise;

    // Browsers read a backslash as a slash, and //host as another server. They drop tabs and line breaks first.
    static bool IsLocal(string? text) =>
        text is ['/', ..] && text.Length <= LengthMax && (text.Length == 1 || text[1] != '/')
        && text.All(c => c is > ' ' and <= '~' and not '\\');
}
