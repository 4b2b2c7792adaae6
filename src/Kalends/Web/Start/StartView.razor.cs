namespace Kalends.Web.Start;

/// <summary>What Kalends is, and where to go.</summary>
partial class StartView
{
    public sealed record Seen;
}
