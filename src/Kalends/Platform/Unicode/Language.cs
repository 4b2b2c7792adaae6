using System.Globalization;
using System.Runtime.InteropServices;

namespace Kalends.Platform.Unicode;

/// <summary>The use of the machine's language support: the rules of Unicode and nothing else.</summary>
static class Language
{
    /// <summary>
    /// Removes the machine's language from all threads, and refuses to start if texts cannot be composed: two spellings
    /// of one name would be two names.
    /// </summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux() && !HasIcu.Value)
        {
            // The runtime would end the process when it first formats a text, so the refusal must not format any.
            AppContext.SetSwitch("System.Globalization.Invariant", true);
            throw new StartRefused("The ICU library is missing: install it with your system's packages " +
                "(Debian: libicu72 or the version of your release; Ubuntu: libicu74 or the like; " +
                "Alpine: icu-libs; Fedora: libicu).");
        }
        Forget();
        if (!"e\u0301".Normalize().Equals("\u00e9", StringComparison.Ordinal))
            throw new StartRefused("The program runs in .NET's invariant mode, in which texts cannot be compared: " +
                "take DOTNET_SYSTEM_GLOBALIZATION_INVARIANT out of its environment, and install ICU if it is missing " +
                "(Debian: libicu72; Alpine: icu-libs).");
    }

    /// <summary>Makes numbers, dates and letters look and compare the same on every machine.</summary>
    public static void Forget() =>
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture =
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

    // Two threads that load the library at the same moment end the process.
    static readonly Lazy<bool> HasIcu = new(FindIcu);

    static bool FindIcu()
    {
        try
        {
            return LoadIcu() != 0;
        }
        catch (Exception unknown) when (unknown is DllNotFoundException or EntryPointNotFoundException)
        {
            // A runtime that loads the library in its own way reports a missing one by itself.
            return true;
        }
    }

    // The runtime makes the same call, and ends the process with a stack trace if it finds nothing.
    [DllImport("libSystem.Globalization.Native", EntryPoint = "GlobalizationNative_LoadICU")]
    static extern int LoadIcu();
}
