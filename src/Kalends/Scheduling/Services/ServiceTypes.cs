using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.GraphQL;
using Kalends.Providers.Public;

namespace Kalends.Scheduling.Services;

/// <summary>The schema types of services, their questions and the answers.</summary>
static class ServiceTypes
{
    public static ObjectBuilder<Service> Service(Graph graph) => graph.Known<Service>("Service") ?? Make(graph);

    public static ObjectBuilder<QuestionAnswer> Answer(Graph graph) => graph.Schema
        .Object<QuestionAnswer>("QuestionAnswer", Docs.Of(typeof(QuestionAnswer)))
        .String("question", answer => answer.Question)
        .String("text", answer => answer.Text);

    public static ObjectBuilder<Offer> Offer(Graph graph)
    {
        var type = graph.Schema.Object<Offer>("Offer", Docs.Of(typeof(Offer)))
            .Id("serviceId", offer => offer.ServiceId)
            .Id("providerId", offer => offer.ProviderId);
        ProviderTypes.LeadToProvider(graph, type, offer => offer.ProviderId);
        return type;
    }

    static ObjectBuilder<Service> Make(Graph graph)
    {
        var question = graph.Schema.Object<Question>("Question", Docs.Of(typeof(Question)))
            .String("key", one => one.Key)
            .String("label", one => one.Label)
            .Field("kind", graph.Words<QuestionKind>(), one => one.Kind)
            .Field("required", Scalars.Boolean, one => one.Required)
            .Field("choices", Scalars.String.List().OrNull(), one => one.Choices);
        var type = graph.Node<Service>(
                "Service", "What can be booked.", service => service.Id, ReadService.ByIds, Access.SignedIn)
            .Id("serviceId", service => service.Id)
            .Field("organisationId", Scalars.IdFromLong.OrNull(), service => service.OrganisationId)
            .Field("providerId", Scalars.IdFromLong.OrNull(), service => service.ProviderId)
            .String("name", service => service.Name)
            .Int("durationMinutes", service => service.DurationMinutes)
            .Int("bufferBeforeMinutes", service => service.BufferBeforeMinutes)
            .Int("bufferAfterMinutes", service => service.BufferAfterMinutes)
            .Field("mode", graph.Words<ServiceMode>(), service => service.Mode)
            .StringOrNull("place", service => service.Place)
            .Field("eventTypeId", Scalars.IdFromLong.OrNull(), service => service.EventTypeId)
            .Field("questions", question.List(), service => service.Questions)
            .Field("active", Scalars.Boolean, service => service.Active)
            .Field("createdAt", graph.DateTime, service => service.CreatedAt)
            .Field("updatedAt", graph.DateTime, service => service.UpdatedAt)
            .String("version", service => service.Tag.ToString())
            .Describe("version", "The ETag of the service, for ifMatch.");
        ProviderTypes.LeadToProvider(graph, type, service => service.ProviderId);
        return type;
    }
}
