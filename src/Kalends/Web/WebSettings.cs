namespace Kalends.Web;

/// <summary>Who may look at the pages.</summary>
sealed record WebSettings : ISettings
{
    public static string Section => "Kalends:Web";

    /// <summary>
    /// Whether people without an account may look at providers, their services and their free times on the pages.
    /// </summary>
    public bool OpenToAll { get; init; }
}
