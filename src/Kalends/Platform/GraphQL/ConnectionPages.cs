using Relay = Kalends.GraphQL.Relay;

namespace Kalends.Platform.GraphQL;

/// <summary>Converts between the pages of the engine's connections and the pages of the product.</summary>
static class ConnectionPages
{
    public static Paging.PageRequest Asked(Relay.PageRequest page) => new(page.Size, page.From)
    {
        Backward = page.Backward,
        Until = page.Until,
        OfConnection = true,
    };

    public static Relay.Page<TNode> Shown<TNode>(Paging.Page<TNode> page) =>
        new(page.Items, row => page.PlaceOf!(row).Write())
        {
            HasNext = page.HasNext,
            HasPrevious = page.HasPrevious,
        };
}
