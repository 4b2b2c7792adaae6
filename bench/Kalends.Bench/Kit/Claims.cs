namespace Kalends.Bench.Kit;

/// <summary>Hands out the slots of one database in blocks, so that no round meets what another has taken.</summary>
sealed class Claims(Workshop shop)
{
    readonly int _block = World.Slots / (2 * (shop.Rounds + Rounds.WarmUps));
    int _given;

    public int Next() => _given + _block <= World.Slots
        ? (_given += _block) - _block
        : throw new InvalidOperationException("All slots are given away.");
}
