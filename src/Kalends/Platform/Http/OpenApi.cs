using System.Globalization;
using System.Reflection;
using Kalends.Platform.Calls;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kalends.Platform.Http;

/// <summary>Describes the served routes as OpenAPI 3.1, from the same shapes that read and write them.</summary>
sealed class OpenApi(
    EndpointDataSource endpoints, IEnumerable<ApiDocument> documents, RouteRefusals refusals,
    IEnumerable<OutgoingMessage> outgoing) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        var described = documents.First(one => one.Name == context.DocumentName);
        var routes = endpoints.Endpoints.Select(one => one.Metadata.GetMetadata<Route>()).OfType<Route>()
            .Where(route => route.Document == described).ToList();
        document.Info = new OpenApiInfo
        {
            Title = described.Title,
            Version = "v1",
            Description = described.About,
            Contact = new OpenApiContact { Name = "The Kalends authors" },
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        // The address is relative to that of the document, since a proxy may stand before the server.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = routes.Select(route => (route.Tag, route.About)).Distinct()
            .Select(tag => new OpenApiTag { Name = tag.Tag, Description = tag.About }).ToHashSet();
        document.AddComponent("bearer", new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT, or an API key (kal_…)",
            Description = "The access_token of POST /v1/auth/token, or an API key of POST /v1/api-keys. A key needs " +
                "the scope that each operation names.",
        });
        document.Paths = [];
        var describer = new Describer(document, refusals);
        foreach (var route in routes)
        {
            if (!document.Paths.TryGetValue(route.Template, out var path))
                document.Paths[route.Template] = path = new OpenApiPathItem();
            ((OpenApiPathItem)path).AddOperation(HttpMethod.Parse(route.Method), describer.Operation(route));
        }
        foreach (var message in described == ApiDocument.Canonical ? outgoing : [])
        {
            var path = new OpenApiPathItem();
            path.AddOperation(HttpMethod.Post, message.Described(document));
            document.Webhooks ??= new Dictionary<string, IOpenApiPathItem>();
            document.Webhooks[message.Name] = path;
        }
        return Task.CompletedTask;
    }

    sealed class Describer(OpenApiDocument document, RouteRefusals refusals)
    {
        readonly Schemas _schemas = new(document);
        readonly Examples _examples = new(document);
        readonly Dictionary<string, string> _shared = [];

        public OpenApiOperation Operation(Route route) => new()
        {
            OperationId = route.Operation,
            Summary = route.Summary,
            Description = OfKeys(route),
            Tags = new HashSet<OpenApiTagReference> { new(route.Tag, document) },
            Parameters = Parameters(route).ToList<IOpenApiParameter>(),
            RequestBody = route.HasBody ? Body(route) : null,
            Responses = Responses(route),
            Security = Security(route.Access),
        };

        List<OpenApiSecurityRequirement> Security(Access access)
        {
            var bearer = new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference("bearer", document)] = [],
            };
            // An empty requirement makes the token optional.
            return access switch
            {
                { NeedsToken: true } => [bearer],
                { AsksCaller: true } => [bearer, []],
                _ => [],
            };
        }

        static string? OfKeys(Route route) => route.Access switch
        {
            { AsksCaller: false } => null,
            { NeedsToken: false } =>
                $"No token is needed for what is of providers who are open to all. {OfScope(route)}",
            { Keys: KeyUse.Always } => "An API key needs no scope.",
            { Keys: KeyUse.Never } => "Not for API keys.",
            _ => OfScope(route),
        };

        static string OfScope(Route route) => $"An API key needs the scope `{route.Scope.Word}`.";

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
                        Schema = _schemas.Parameter(member, route.Operation),
                    };
            if (route.IsConditional)
                yield return new OpenApiParameter
                {
                    Name = "If-None-Match",
                    In = ParameterLocation.Header,
                    Description = "The ETag of an earlier answer: where it is still the same, a 304 says so.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                };
            if (route.ToleratesLag)
                yield return new OpenApiParameter
                {
                    Name = Bookmarks.Header,
                    In = ParameterLocation.Header,
                    Description = "The Bookmark of the answer to a change, so that this answer shows the change. " +
                        "Without it, the answer may be a moment old.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                };
            if (route.IsStream)
                yield return new OpenApiParameter
                {
                    Name = StreamTicket.Parameter,
                    In = ParameterLocation.Query,
                    Description = "A ticket of POST /v1/stream-tickets, in the place of a token.",
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
                type => type, _ => Shown(BodySchema(route))),
        };

        OpenApiMediaType Shown(IOpenApiSchema schema) => new() { Schema = schema, Example = _examples.Of(schema) };

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
                        : route.IsStream ? Only(Streams.MediaType, _schemas.Output(typeof(string)))
                        : Content(route.Output),
                },
            };
            foreach (var refused in refusals.Of(route))
                responses[refused.Key.ToString(CultureInfo.InvariantCulture)] = Refused([.. refused]);
            if (route.IsConditional)
                responses["304"] = new OpenApiResponse { Description = "It is what If-None-Match names." };
            return responses;
        }

        // Responses that many operations share are components, each named after its last code.
        IOpenApiResponse Refused(IReadOnlyList<Refusal> given)
        {
            var response = new OpenApiResponse
            {
                Description = Told(given),
                Content = Only("application/problem+json", _schemas.Refusal()),
            };
            if (!given.All(refusals.IsGeneral))
                return response;
            var words = given[^1].Code.Split('_');
            var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            if (_shared.TryAdd(name, response.Description))
                document.AddComponent(name, response);
            return _shared[name] == response.Description ? new OpenApiResponseReference(name, document) : response;
        }

        // A Markdown list with one line for each code.
        static string Told(IEnumerable<Refusal> refusals) => string.Join('\n', refusals
            .GroupBy(refusal => refusal.Code, refusal => refusal.Sentence)
            .Select(code => $"- `{code.Key}`: {string.Join(" ", code.Distinct())}"));

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
                ? new() { [Formats.Json] = Shown(_schemas.Output(output)) }
                : formats.Types.ToDictionary(type => type, type => type == Formats.Json
                    ? Shown(_schemas.Output(formats.Whole))
                    : new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } });

        static Dictionary<string, OpenApiMediaType> Only(string type, IOpenApiSchema schema) =>
            new() { [type] = new OpenApiMediaType { Schema = schema } };
    }
}
