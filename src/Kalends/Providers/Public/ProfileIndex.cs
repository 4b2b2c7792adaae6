using Kalends.Platform.Storage;

namespace Kalends.Providers.Public;

/// <summary>
/// A hook: the index that another module keeps of all profiles, updated in the transaction of each change.
/// </summary>
/// <param name="Store">Stores the index entries of a profile in place of the earlier ones.</param>
/// <param name="Remove">Removes the index entries of a deleted provider.</param>
sealed record ProfileIndex(Func<Session, Profile, ValueTask> Store, Func<Session, long, ValueTask> Remove);
