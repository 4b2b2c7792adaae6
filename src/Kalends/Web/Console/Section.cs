using Kalends.Platform.Calls;
using Kalends.Web.Frame;
using Kalends.Web.Languages;
using Kalends.Web.Languages.Console;

namespace Kalends.Web.Console;

/// <summary>A part of the console to which its navigation leads.</summary>
/// <param name="Path">The address of its first page.</param>
/// <param name="Name">Its name in a language.</param>
/// <param name="Access">The line of the access table for its first page.</param>
sealed record Section(string Path, Func<ConsoleTexts, string> Name, Access Access)
{
    /// <summary>All sections in the order of the navigation.</summary>
    static readonly IReadOnlyList<Section> All =
    [
        new("/console/clients", texts => texts.Clients, WebAccess.KeepClients),
    ];

    /// <summary>The sections that a visitor may see.</summary>
    public static IEnumerable<Section> Of(Visit visit) => All.Where(section => visit.May(section.Access));

    public string NameIn(Texts texts) => Name(texts.Console);

    /// <summary>Whether an address belongs to the section.</summary>
    public bool Has(string path) => path.StartsWith(Path, StringComparison.Ordinal)
        && (path.Length == Path.Length || path[Path.Length] is '/' or '?');
}
