

namespace Kalends.Platform.Calls;

/// <summary>
/// Extension points that modules fill for the modules below them. A hook is a record in the <c>Public</c> folder of the
/// module that calls it; a module above registers one as a singleton service.
/// </summary>
sealed class Hooks(IServiceProvider services)
{
    /// <summary>No hooks, for a command that needs no module but its own.</summary>
    public static readonly Hooks None = new(new ServiceCollection().BuildServiceProvider());

    /// <summary>All registered hooks of a type, in the order of the modules.</summary>
    public IEnumerable<THook> Of<THook>() => services.GetServices<THook>();
}
