using Kalends.Commands;

namespace Kalends.Tests.Start;

/// <summary>Words as an operator types them, in this process: the same as <c>Main</c> with its answers kept.</summary>
static class Typed
{
    public static async Task<(int Code, string Said)> Run(params string[] words)
    {
        using var said = new StringWriter();
        var kept = TextWriter.Synchronized(said);
        var code = await CommandLine.Run(words, kept, kept);
        return (code, said.ToString().TrimEnd());
    }
}
