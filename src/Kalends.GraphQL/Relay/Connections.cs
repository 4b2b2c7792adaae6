using Kalends.GraphQL.Types;

namespace Kalends.GraphQL.Relay;

/// <summary>Gives one page for each parent of a level, in their order.</summary>
public delegate ValueTask<IReadOnlyList<Page<TNode>>> PagesResolver<TParent, TNode>(
    Batch<TParent> parents, Args args, PageRequest page, FieldContext context);

/// <summary>Gives one page.</summary>
public delegate ValueTask<Page<TNode>> PageResolver<TNode>(Args args, PageRequest page, FieldContext context);

/// <summary>How large the pages of a connection are, and whether it can be counted.</summary>
/// <param name="Default">Rows of a page where the client names no size.</param>
/// <param name="Max">Rows of a page, at most.</param>
/// <param name="Total">Whether the connection has a <c>totalCount</c>.</param>
/// <param name="Usual">
/// How many rows a page counts towards the cost limit where the client names no size: <paramref name="Default"/>,
/// unless lists are known to be much shorter than what they may be.
/// </param>
/// <param name="Cuts">Whether a client who asks for more than a page has gets that much; else they are refused.</param>
/// <param name="IsForward">Whether the connection is read forward only, without <c>before</c> and <c>last</c>.</param>
public sealed record PageSizes(
    int Default = 20, int Max = 100, bool Total = false, int? Usual = null, bool Cuts = false, bool IsForward = false);

/// <summary>Lists that are read page by page, as Relay describes them.</summary>
public static class Connections
{
    /// <summary>A connection on each parent; one call loads the pages of all parents of a level.</summary>
    public static ObjectBuilder<TParent> Connection<TParent, TNode>(
        this ObjectBuilder<TParent> parent, string name, ObjectBuilder<TNode> node,
        Func<FieldBuilder, PagesResolver<TParent, TNode>> build, PageSizes? sizes = null)
    {
        sizes ??= new PageSizes();
        var connection = TypeFor(parent.Schema, node, sizes.Total);
        return parent.Batch<Page<TNode>?>(name, connection.OrNull(), f =>
        {
            var resolve = build(f);
            var page = new PageArguments(f, sizes);
            return (parents, args, context) => resolve(parents, args, page.Read(args), context)!;
        });
    }

    /// <summary>A connection at the root.</summary>
    public static ObjectBuilder<Root> Connection<TNode>(
        this ObjectBuilder<Root> root, string name, ObjectBuilder<TNode> node,
        Func<FieldBuilder, PageResolver<TNode>> build, PageSizes? sizes = null) =>
        root.Connection<Root, TNode>(name, node, f =>
        {
            var resolve = build(f);
            return async (_, args, page, context) => [await resolve(args, page, context)];
        }, sizes);

    static ObjectBuilder<Page<TNode>> TypeFor<TNode>(SchemaBuilder schema, ObjectBuilder<TNode> node, bool total)
    {
        var name = node.Definition.Name;
        var connection = schema.Object<Page<TNode>>($"{name}Connection", "A page of a list.");
        if (connection.Definition.Fields.Count == 0) Define(schema, node, connection);
        if (total && !connection.Definition.Fields.ContainsKey("totalCount"))
            connection.IntOrNull("totalCount", page => page.Total)
                .Describe("totalCount", "The number of rows of the whole list.");
        return connection;
    }

    static void Define<TNode>(SchemaBuilder schema, ObjectBuilder<TNode> node, ObjectBuilder<Page<TNode>> connection)
    {
        var edge = schema.Object<Edge<TNode>>($"{node.Definition.Name}Edge", "A row of a page.");
        connection
            .Field("pageInfo", PageInfo(schema), page => page)
            .Describe("pageInfo", "The position of the page in the list.")
            .Field("edges", new EdgesOf<TNode>(edge), page => page)
            .Describe("edges", "The rows, in the order of the list.");
        edge
            .Field("node", new NullableNode<TNode>(node), e => e.Node).Describe("node", "The row itself.")
            .String("cursor", e => e.Page.CursorOf(e.Node))
            .Describe("cursor", "The cursor of the row, for after and before.");
    }

    static ObjectBuilder<Page> PageInfo(SchemaBuilder schema)
    {
        var info = schema.Object<Page>("PageInfo", "The position of a page in its list.");
        if (info.Definition.Fields.Count > 0) return info;
        return info
            .Boolean("hasNextPage", page => page.HasNext)
            .Describe("hasNextPage", "Whether rows follow the page.")
            .Boolean("hasPreviousPage", page => page.HasPrevious)
            .Describe("hasPreviousPage", "Whether rows precede the page.")
            .StringOrNull("startCursor", page => page.StartCursor)
            .Describe("startCursor", "The cursor of its first row; null if it has none.")
            .StringOrNull("endCursor", page => page.EndCursor)
            .Describe("endCursor", "The cursor of its last row; null if it has none.");
    }

    /// <summary>
    /// Relay's types allow null where a page never has one, so that one broken row does not take all others.
    /// </summary>
    sealed class EdgesOf<TNode>(ObjectBuilder<Edge<TNode>> edge)
        : Typed<Page<TNode>>(new NonNullType(new ListType(edge.Definition)))
    {
        internal override void Gather(Column column, Page<TNode> value)
        {
            var list = column.OpenList(value.Rows.Count);
            for (var i = 0; i < value.Rows.Count; i++) edge.Gather(column, new Edge<TNode>(value.Rows[i], value));
            column.CloseList(list);
        }
    }

    sealed class NullableNode<TNode>(ObjectBuilder<TNode> node) : Typed<TNode>(node.Definition)
    {
        internal override void Gather(Column column, TNode value) => node.Gather(column, value);
    }
}

/// <summary>The four arguments of a connection, or two where it is read forward only.</summary>
sealed class PageArguments
{
    readonly Arg<string?>? _before;
    readonly Arg<string?> _after;
    readonly Arg<int?> _first;
    readonly Arg<int?>? _last;
    readonly PageSizes _sizes;

    public PageArguments(FieldBuilder f, PageSizes sizes)
    {
        _sizes = sizes;
        var size = $"at most {sizes.Max}; the default is {sizes.Default}.";
        if (!sizes.IsForward)
            _before = f.Arg("before", Scalars.String.OrNull(), description: "A cursor; only rows before its row.");
        _after = f.Arg("after", Scalars.String.OrNull(), description: "A cursor; only rows after its row.");
        _first = f.Arg("first", Scalars.Int.OrNull(), description: $"The number of rows from the start, {size}");
        if (!sizes.IsForward)
            _last = f.Arg(
                "last", Scalars.Int.OrNull(),
                description: $"The number of rows from the end, instead of first, {size}");
        f.Rows(sizes.Usual ?? sizes.Default, sizes.Max, _last is null ? [_first] : [_first, _last]);
    }

    public PageRequest Read(Args args) => PageRequest.Of(
        Size(args.Get(_first)), args.Get(_after), _last is null ? null : Size(args.Get(_last)),
        _before is null ? null : args.Get(_before), _sizes.Default, _sizes.Max);

    int? Size(int? given) => _sizes.Cuts && given > _sizes.Max ? _sizes.Max : given;
}
