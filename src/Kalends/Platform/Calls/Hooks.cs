

namespace Kalends.Platform.Calls;

/// <summary>
/// What modules fill in for those below them. A hook is a record in the <c>Public</c> folder of the module that calls
/// it; a module above registers one as a singleton service.
/// </summary>
sealed class Hooks(IServiceProvider services)
{
    /// <summary>For a command that needs no module but its own.</summary>
    public static readonly Hooks None = new(new ServiceCollection().BuildServiceProvider());

    /// <summary>All that were filled in, in the order of the modules.</summary>
    public IEnumerable<THook> Of<THook>() => services.GetServices<THook>();
}
