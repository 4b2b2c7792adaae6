using System.Globalization;
using System.Reflection;
using Kalends.Platform.Calls;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kalends.Platform.Http;

/// <summary>Describes the served routes as OpenAPI 3.1, from the same shapes that read and write them.</summary>
sealed class OpenApi(EndpointDataSource endpoints) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        var routes = endpoints.Endpoints.Select(one => one.Metadata.GetMetadata<Route>()).OfType<Route>().ToList();
        document.Info = new OpenApiInfo
        {
            Title = "Kalends",
            Version = "v1",
            Description = "The backend behind an appointment book and its month-end ledger.\n\nLengths of texts are " +
                "counted in characters as people count them (grapheme clusters of UAX 29): where a schema says " +
                "maxLength, a text of so many code points fits, and one of more may. Texts are kept composed (NFC) " +
                "and without blanks around them; passwords and prose keep their blanks, prose its spelling too.",
        };
        // The address of the server is left to the reader, since a proxy may stand before it.
        document.Servers = [];
        document.Tags = routes.Select(route => route.Tag).Distinct()
            .Select(tag => new OpenApiTag { Name = tag }).ToHashSet();
        document.AddComponent("bearer", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The access_token of POST /v1/auth/token.",
        });
        document.Paths = [];
        var describer = new Describer(document);
        foreach (var route in routes)
        {
            if (!document.Paths.TryGetValue(route.Template, out var path))
                document.Paths[route.Template] = path = new OpenApiPathItem();
            ((OpenApiPathItem)path).AddOperation(HttpMethod.Parse(route.Method), describer.Operation(route));
        }
        return Task.CompletedTask;
    }

    sealed class Describer(OpenApiDocument document)
    {
        readonly Schemas _schemas = new(document);

        public OpenApiOperation Operation(Route route) => new()
        {
            OperationId = route.Operation,
            Summary = route.Summary,
            Tags = new HashSet<OpenApiTagReference> { new(route.Tag, document) },
            Parameters = Parameters(route).ToList<IOpenApiParameter>(),
            RequestBody = route.HasBody ? Body(route) : null,
            Responses = Responses(route),
            Security = route.Access.NeedsToken
                ? [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }]
                : null,
        };

        IEnumerable<OpenApiParameter> Parameters(Route route)
        {
            foreach (var member in route.Input.Members)
                foreach (var header in member.Value.Header?.Names ?? [])
                    yield return new OpenApiParameter
                    {
                        Name = header,
                        In = ParameterLocation.Header,
                        Required = route.IsInHeader(member) && member.Required,
                        Description = route.IsInHeader(member)
                            ? member.DocWithWords
                            : $"Overrules {member.Name}.",
                        Schema = _schemas.Value(member.Value.Element ?? member.Value, null),
                    };
            foreach (var member in route.Input.Members)
                if (route.IsInPath(member) || route.IsInQuery(member))
                    yield return new OpenApiParameter
                    {
                        Name = member.Name,
                        In = route.IsInPath(member) ? ParameterLocation.Path : ParameterLocation.Query,
                        Required = member.Required && !route.IsInBody(member),
                        Description = member.DocWithWords,
                        Schema = _schemas.Parameter(member),
                    };
            if (route.IsConditional)
                yield return new OpenApiParameter
                {
                    Name = "If-None-Match",
                    In = ParameterLocation.Header,
                    Description = "The ETag of an earlier answer: where it is still the same, a 304 says so.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                };
            if (route.TakesIdempotencyKey)
                yield return new OpenApiParameter
                {
                    Name = "Idempotency-Key",
                    In = ParameterLocation.Header,
                    Description = "1 to 255 printable characters; an equal request with the same key gets the first " +
                        "answer.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255 },
                };
        }

        OpenApiRequestBody Body(Route route) => new()
        {
            Required = route.NeedsBody,
            Content = new string[] { route.MediaType }.Concat(route.Reading.FormTypes).ToDictionary(
                type => type, _ => new OpenApiMediaType { Schema = BodySchema(route) }),
        };

        IOpenApiSchema BodySchema(Route route) => route.Whole is { } whole
            ? _schemas.Value(whole.Value, null)
            : _schemas.Input(
                char.ToUpperInvariant(route.Operation[0]) + route.Operation[1..] + "Input", route.Input,
                member => !route.IsInBody(member), open: route.Reading.PassesOverUnknown,
                mayBeElsewhere: route.TakesEither);

        OpenApiResponses Responses(Route route)
        {
            var status = route.Status.ToString(CultureInfo.InvariantCulture);
            var responses = new OpenApiResponses
            {
                [status] = new OpenApiResponse
                {
                    Description = Docs.Of(route.Output) ?? "Done.",
                    Headers = route.IsTagged ? ETag() : null,
                    Content = route.Output == typeof(Nothing) ? null
                        : route.Output == typeof(EventStream) ? Json(_schemas.Output(typeof(string)), Streams.MediaType)
                        : Content(route.Output),
                },
                ["default"] = new OpenApiResponse
                {
                    Description = Docs.Of(typeof(Problem)),
                    Content = Json(_schemas.Output(typeof(Problem)), "application/problem+json"),
                },
            };
            if (route.IsConditional)
                responses["304"] = new OpenApiResponse { Description = "It is what If-None-Match names." };
            return responses;
        }

        static Dictionary<string, IOpenApiHeader> ETag() => new()
        {
            ["ETag"] = new OpenApiHeader
            {
                Description = "Names the state that is shown; If-Match insists on it.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        };

        Dictionary<string, OpenApiMediaType> Content(Type output) =>
            output.GetCustomAttribute<FormatsAttribute>() is not { } formats
                ? Json(_schemas.Output(output))
                : formats.Types.ToDictionary(type => type, type => new OpenApiMediaType
                {
                    Schema = type switch
                    {
                        Formats.Json => _schemas.Output(formats.Whole),
                        _ => new OpenApiSchema { Type = JsonSchemaType.String },
                    },
                });

        static Dictionary<string, OpenApiMediaType> Json(IOpenApiSchema schema, string type = "application/json") =>
            new() { [type] = new OpenApiMediaType { Schema = schema } };
    }
}
