using System.ComponentModel;

namespace Kalends.Tests.Contracts;

/// <summary>What the reader of assemblies sees, on samples that use one type each.</summary>
public sealed class CompiledUsesTests
{
    static readonly IReadOnlyCollection<Use> Uses = CompiledUses.Of(typeof(CompiledUsesTests).Assembly);

    [Theory]
    [InlineData(nameof(WithBase), "WithBase")]
    [InlineData(nameof(WithInterface), "WithInterface")]
    [InlineData(nameof(WithConstraint<>), "WithConstraint")]
    [InlineData(nameof(WithField), "kept")]
    [InlineData(nameof(WithParameter), "Take")]
    [InlineData(nameof(WithGenericArgument), "Take")]
    [InlineData(nameof(WithArray), "Take")]
    [InlineData(nameof(WithAttribute), "WithAttribute")]
    [InlineData(nameof(WithTypeInAttribute), "Take")]
    [InlineData(nameof(WithCall), "Run")]
    [InlineData(nameof(WithGenericCall), "Run")]
    [InlineData(nameof(WithFieldRead), "Run")]
    [InlineData(nameof(WithTypeOf), "Run")]
    [InlineData(nameof(WithCatch), "Run")]
    [InlineData(nameof(WithLambda), "Run")]
    [InlineData(nameof(WithLocalFunction), "Run")]
    [InlineData(nameof(WithAsync), "Run")]
    [InlineData(nameof(WithAsyncLambda), "Run")]
    [InlineData(nameof(WithIterator), "Run")]
    [InlineData(nameof(WithSwitch), "Run")]
    [InlineData(nameof(WithNested), "Inner")]
    public void A_use_is_seen_with_the_member_that_does_it(string type, string member)
    {
        var uses = Uses.Where(use => use.From.Name == type && use.To.Name.Contains("Used", Ordinal));
        Assert.Contains(uses, use => use.Member == member);
    }

    [Fact]
    public void A_type_does_not_use_itself() => Assert.DoesNotContain(Uses, use => use.From == use.To);

    [Fact]
    public void A_type_that_names_no_other_uses_none() => Assert.DoesNotContain(
        Uses, use => use.From.Name == nameof(Unrelated) && use.To.Namespace.StartsWith("Kalends", Ordinal));

    [Fact]
    public void Places_that_reach_each_other_are_a_circle_and_others_are_not()
    {
        var arrows = Arrows("a b", "b c", "c a", "c d", "d e", "f a", "g h", "h g");

        Assert.Equal(["a b c", "g h"], arrows.Circles().Select(circle => string.Join(' ', circle)));
    }

    [Fact]
    public void Where_nothing_leads_back_there_is_no_circle() =>
        Assert.Empty(Arrows("a b", "a c", "b d", "c d").Circles());

    [Fact]
    public void A_circle_is_explained_by_a_use_for_each_arrow() => Assert.Equal(
        "a → b: a.Run uses b\nb → a: b.Run uses a",
        Arrows("a b", "b a", "b c") is var arrows ? arrows.Explained(arrows.Circles()[0]) : "");

    const StringComparison Ordinal = StringComparison.Ordinal;

    static Arrows Arrows(params string[] pairs) => new(
        pairs.Select(pair => new Use(new("", pair[..1]), "Run", new("", pair[2..]))),
        type => type.Name);
}

class Used
{
    public static readonly Used One = new();
    public static T Same<T>(T one) => one;
}

interface IUsed;

[AttributeUsage(AttributeTargets.Class)]
sealed class UsedAttribute : Attribute;

sealed class UsedException : Exception;

sealed class Unrelated
{
    public static int Run(int number) => number;
}

sealed class WithBase : Used;

sealed class WithInterface : IUsed;

sealed class WithConstraint<T> where T : IUsed;

sealed class WithField(Used? kept)
{
    public bool IsEmpty => kept is null;
}

sealed class WithParameter
{
    public static void Take(Used? one) => _ = one;
}

sealed class WithGenericArgument
{
    public static void Take(Dictionary<int, List<Used>>? many) => _ = many;
}

sealed class WithArray
{
    public static void Take(Used[]? many) => _ = many;
}

[Used]
sealed class WithAttribute;

sealed class WithTypeInAttribute
{
    public static void Take([DefaultValue(typeof(Used), "")] object? one) => _ = one;
}

sealed class WithCall
{
    public static void Run() => Used.Same(1);
}

sealed class WithGenericCall
{
    public static object Run() => Array.Empty<Used>();
}

sealed class WithFieldRead
{
    public static object Run() => Used.One;
}

sealed class WithTypeOf
{
    public static object Run() => typeof(Used);
}

sealed class WithCatch
{
    public static void Run()
    {
        try
        {
            Console.Out.Flush();
        }
        catch (UsedException)
        {
        }
    }
}

sealed class WithLambda
{
    public static Func<int, object> Run() => number => number > 0 ? Used.One : number;
}

sealed class WithLocalFunction
{
    public static object Run()
    {
        return Inner();
        static object Inner() => Used.One;
    }
}

sealed class WithAsync
{
    public static async Task<object> Run()
    {
        await Task.Yield();
        return Used.One;
    }
}

sealed class WithAsyncLambda
{
    public static Func<Task<object>> Run() => async () =>
    {
        await Task.Yield();
        return Used.One;
    };
}

sealed class WithIterator
{
    public static IEnumerable<object> Run()
    {
        yield return Used.One;
    }
}

sealed class WithSwitch
{
    // A jump table is an instruction of its own length: what follows it must still be read.
    public static object Run(int number)
    {
        switch (number)
        {
            case 0: return "a";
            case 1: return "b";
            case 2: return "c";
            case 3: return "d";
            default: return Used.One;
        }
    }
}

sealed class WithNested
{
    public sealed class Inner
    {
        public Used? One { get; init; }
    }
}
