using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>
/// A hook: what a module above keeps of every profile to find it by, in the transaction of each change.
/// </summary>
/// <param name="Store">Puts what it keeps of a profile in the place of what it had.</param>
/// <param name="Remove">Drops what it has of a provider who is deleted.</param>
sealed record ProfileIndex(Func<Session, Profile, ValueTask> Store, Func<Session, long, ValueTask> Remove);
