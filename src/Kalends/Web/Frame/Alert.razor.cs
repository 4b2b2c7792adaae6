namespace Kalends.Web.Frame;

/// <summary>What was refused, above a form; nothing if there is nothing to say.</summary>
partial class Alert;
