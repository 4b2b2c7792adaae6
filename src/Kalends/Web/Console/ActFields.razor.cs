namespace Kalends.Web.Console;

/// <summary>The form itself, with its fields and its button.</summary>
partial class ActFields;
