namespace Kalends.GraphQL.Tests.Differential;

/// <summary>A random schema with documents for it, and what the oracle says about them.</summary>
sealed record World(
    string Sdl, string Printed, string IntrospectionQuery, string Introspection,
    Case[] Cases, Case[] Definitions, SchemaMutant[] Schemas);

/// <summary>A changed schema and its faults; null where they cannot be compared.</summary>
sealed record SchemaMutant(string Sdl, string[]? Faults);

/// <summary>One request and what it must give; variables are JSON text.</summary>
sealed record Case(string Document, string? OperationName, string? Variables, Expectation Expected);

/// <summary>How far a request came: a syntax error, validation errors or a result.</summary>
sealed record Expectation(
    ErrorReport? SyntaxError, string? Tree, string? Print, ErrorReport[]? Invalid, ResultReport? Result);

/// <summary>An answer; <c>Data</c> is absent when the request itself was refused.</summary>
sealed record ResultReport(string? Data, ErrorReport[] Errors);

/// <summary>An error; locations are line:column, the path is JSON text.</summary>
sealed record ErrorReport(string? Rule, string Message, string[] Locations, string? Path);
