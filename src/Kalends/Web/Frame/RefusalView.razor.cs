namespace Kalends.Web.Frame;

/// <summary>A refusal in the visitor's language.</summary>
partial class RefusalView
{
    /// <param name="Heading">What happened, in a few words.</param>
    /// <param name="Sentence">What happened.</param>
    /// <param name="TraceId">What finds the request in the log, if the fault is ours.</param>
    public sealed record Seen(string Heading, string Sentence, string? TraceId);
}
