namespace Kalends.Platform.Sentry;

/// <summary>Where reports go and with which key: <c>https://key@host/project</c>.</summary>
/// <remarks>It shows itself to nobody: whoever has it can fill the project with reports.</remarks>
sealed class Dsn
{
    Dsn(Uri envelopes, string key) => (Envelopes, Key) = (envelopes, key);

    /// <summary>The address that takes envelopes.</summary>
    public Uri Envelopes { get; }

    public string Key { get; }

    public static Dsn Parse(string text)
    {
        var isAddress = Uri.TryCreate(text.Trim(), UriKind.Absolute, out var given)
            && given.Scheme is "http" or "https";
        // A second half of the key, which old projects still show, is not needed any more.
        var key = isAddress ? given!.UserInfo.Split(':')[0] : "";
        var path = isAddress ? given!.AbsolutePath.TrimEnd('/') : "";
        var project = path[(path.LastIndexOf('/') + 1)..];
        if (!IsWord(key) || !IsWord(project) || given!.Query.Length + given.Fragment.Length > 0)
            throw new StartRefused("SENTRY_DSN is not of the form https://key@host/project.");

        var before = path[..^project.Length];
        return new Dsn(
            new Uri($"{given.Scheme}://{given.Authority}{before}api/{project}/envelope/"), key);
    }

    static bool IsWord(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
