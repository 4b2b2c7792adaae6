namespace Kalends.GraphQL.Tests.Differential;

/// <summary>A random schema with documents for it, and what the oracle says about them.</summary>
sealed record World(
    string Sdl, string[] Errors, Dictionary<string, string> Printed, string IntrospectionQuery, string Introspection,
    Case[] Cases, Case[] Definitions);

/// <summary>What the oracle says about a schema.</summary>
sealed record SchemaReport(
    string[] Errors, Dictionary<string, string>? Printed, string? IntrospectionQuery, string? Introspection);

/// <summary>One request and its outcome; variables are JSON text.</summary>
sealed record Case(string Document, string? OperationName, string? Variables, Outcome Outcome);

/// <summary>How far a request came: a syntax error, validation errors or a result.</summary>
sealed record Outcome(
    ErrorReport? SyntaxError, string? Tree, string? Print, ErrorReport[]? Invalid, ResultReport? Result);

/// <summary>An answer; <c>Data</c> is absent when the request itself was refused.</summary>
sealed record ResultReport(string? Data, ErrorReport[] Errors);

/// <summary>An error; locations are line:column, the path is JSON text.</summary>
sealed record ErrorReport(string? Rule, string Message, string[] Locations, string? Path);
