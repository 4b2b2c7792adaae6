using Kalends.Messages.Delivery;

namespace Kalends.Messages.Sending;

/// <summary>Thrown if a message could not be sent.</summary>
/// <param name="problem">The reason.</param>
/// <param name="status">The status of the mail server, if it gave one.</param>
sealed class SendFailed(MessageProblem problem, int? status = null) : Exception(problem.ToString())
{
    public MessageProblem Problem => problem;

    public int? Status => status;

    /// <summary>Whether a further attempt is of no use.</summary>
    public bool IsFinal => problem == MessageProblem.Rejected;

    /// <summary>Whether it would be the same with any other message.</summary>
    public bool IsOfServer => problem is MessageProblem.Unreachable or MessageProblem.TimedOut
        or MessageProblem.NotEncrypted or MessageProblem.NotSignedIn;
}
