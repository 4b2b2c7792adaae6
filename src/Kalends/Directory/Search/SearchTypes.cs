using Kalends.GraphQL.Types;
using Kalends.Platform.GraphQL;

namespace Kalends.Directory.Search;

/// <summary>The GraphQL types of search results.</summary>
static class SearchTypes
{
    public static ObjectBuilder<ProviderFacets> Facets(Graph graph)
    {
        var skill = graph.Schema
            .Object<ProviderFacets.SkillCount>("SkillCount", Docs.Of(typeof(ProviderFacets.SkillCount)))
            .String("skill", one => one.Skill)
            .Field("count", graph.Long, one => one.Count);
        var band = graph.Schema
            .Object<ProviderFacets.CostBand>("CostBand", Docs.Of(typeof(ProviderFacets.CostBand)))
            .String("currency", one => one.Currency)
            .Field("from", graph.Long, one => one.From)
            .Field("to", graph.Long, one => one.To)
            .Field("count", graph.Long, one => one.Count);
        return graph.Schema.Object<ProviderFacets>("ProviderFacets", Docs.Of(typeof(ProviderFacets)))
            .Field("total", graph.Long, facets => facets.Total)
            .Field("skills", skill.List(), facets => facets.Skills ?? [])
            .Field("cost", band.List(), facets => facets.Cost ?? []);
    }
}
