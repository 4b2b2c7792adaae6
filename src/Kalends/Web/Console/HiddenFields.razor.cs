namespace Kalends.Web.Console;

/// <summary>The fields of a form that nobody sees, by name and value.</summary>
partial class HiddenFields;
