using Microsoft.OpenApi;

namespace Kalends.Platform.Http;

/// <summary>A message that is sent to other systems, for the section <c>webhooks</c> of OpenAPI.</summary>
/// <param name="Name">Its name there, which is its operation as well.</param>
/// <param name="Tag">The tag of the routes to which it belongs.</param>
/// <param name="Summary">A sentence about it.</param>
/// <param name="Bodies">The bodies that it may have.</param>
/// <param name="Headers">Its headers, each with a sentence.</param>
/// <param name="Answers">What the receiver may answer, and what follows.</param>
sealed record OutgoingMessage(
    string Name, string Tag, string Summary, IReadOnlyList<Type> Bodies,
    IReadOnlyList<(string Name, string Meaning)> Headers, IReadOnlyList<(string Status, string Meaning)> Answers)
{
    /// <summary>The message as an operation of the receiver.</summary>
    public OpenApiOperation Described(OpenApiDocument document)
    {
        var schemas = new Schemas(document);
        var responses = new OpenApiResponses();
        foreach (var (status, meaning) in Answers)
            responses[status] = new OpenApiResponse { Description = meaning };
        return new OpenApiOperation
        {
            OperationId = Name,
            Summary = Summary,
            Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
            Parameters = [.. Headers.Select(header => new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Required = true,
                Description = header.Meaning,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            })],
            RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Formats.Json] = new()
                    {
                        Schema = Bodies is [var only]
                            ? schemas.Output(only)
                            : new OpenApiSchema { AnyOf = [.. Bodies.Select(schemas.Output)] },
                    },
                },
            },
            Responses = responses,
            Security = [],
        };
    }
}
