using Kalends.GraphQL.Relay;
using Kalends.GraphQL.Types;
using Kalends.Platform.Calls;
using Kalends.Platform.Http;
using Kalends.Platform.Telemetry;
using static Kalends.Platform.GraphQL.ConnectionPages;

namespace Kalends.Platform.GraphQL;

/// <summary>Fields that are lists, read page by page in both directions (Relay's connections).</summary>
sealed partial class Graph
{
    /// <summary>A list that is read page by page in both directions.</summary>
    public void Connection<TIn, TNode>(
        string name, ObjectBuilder<TNode> node, Func<TIn, Paging.PageRequest, Call, Task<Paging.Page<TNode>>> run,
        Access access, Weight? weight = null, PageSizes? sizes = null, string? of = null)
        where TIn : class => Connection(name, node, Arguments<TIn>(node, of), run, access, sizes, weight);

    /// <summary>The same, for a field that reads its arguments in its own way.</summary>
    public void Connection<TIn, TNode>(
        string name, ObjectBuilder<TNode> node, Func<FieldBuilder, Func<Args, TIn>> arguments,
        Func<TIn, Paging.PageRequest, Call, Task<Paging.Page<TNode>>> run, Access access, PageSizes? sizes = null,
        Weight? weight = null) =>
        Schema.Query.Connection<TNode>(name, node, field =>
        {
            Put(field, $"Query.{name}", run.Method, Accesses.Reading(access)).Cost(weight?.Cost ?? 1);
            var (input, traced) = (arguments(field), UseCaseSpans.Around(Routes.NameOf(run.Method), run));
            return async (args, page, context) =>
                Shown(await traced(input(args), Asked(page), context.Host<GraphCall>().Call(access, context.Cancel)));
        }, sizes);

    /// <summary>A list of each parent; one call finds the pages of all parents of a level.</summary>
    public void Connections<TParent, TIn, TNode>(
        ObjectBuilder<TParent> parent, string name, ObjectBuilder<TNode> node,
        Func<IReadOnlyList<TParent>, TIn, Paging.PageRequest, Call, Task<IReadOnlyList<Paging.Page<TNode>>>> run,
        Access access, PageSizes? sizes = null)
        where TIn : class => Connections(parent, name, node, Arguments<TIn>(node), run, access, sizes);

    /// <summary>The same, for a field that reads its arguments in its own way.</summary>
    public void Connections<TParent, TIn, TNode>(
        ObjectBuilder<TParent> parent, string name, ObjectBuilder<TNode> node,
        Func<FieldBuilder, Func<Args, TIn>> arguments,
        Func<IReadOnlyList<TParent>, TIn, Paging.PageRequest, Call, Task<IReadOnlyList<Paging.Page<TNode>>>> run,
        Access access, PageSizes? sizes = null) =>
        parent.Connection<TParent, TNode>(name, node, field =>
        {
            field.Describe(Routes.SummaryOf(run.Method) ?? name).Require(Accesses.LeadingTo<TNode>(access));
            var (input, traced) = (arguments(field), UseCaseSpans.Around(Routes.NameOf(run.Method), run));
            return async (parents, args, page, context) =>
                [.. (await traced(parents, input(args), Asked(page),
                    context.Host<GraphCall>().Call(access, context.Cancel))).Select(Shown)];
        }, sizes);
}
