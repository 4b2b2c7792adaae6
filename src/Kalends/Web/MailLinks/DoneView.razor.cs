namespace Kalends.Web.MailLinks;

/// <summary>What was done, in a sentence.</summary>
partial class DoneView;
