using System.Runtime.CompilerServices;
using Kalends.Platform.Unicode;

namespace Kalends.Tests.Kit;

/// <summary>Tests write numbers and dates alike whatever the language of the machine that runs them.</summary>
static class NoLanguage
{
    [ModuleInitializer]
    public static void Take() => Language.Forget();
}
