using Kalends.Platform.Calls;
using Kalends.Platform.Storage;

namespace Kalends.Scheduling.Public;

/// <summary>
/// A hook for a module that bills clients who cancel too late, for policies that say as which kind of care.
/// </summary>
/// <param name="Bill">
/// Bills a cancelled reservation in the transaction that cancels it. What cannot be billed is cancelled all the same.
/// </param>
sealed record LateCancellation(Func<Session, Call, Visit, long, Task> Bill);
