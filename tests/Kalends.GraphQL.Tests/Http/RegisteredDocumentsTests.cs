using System.Text;
using Kalends.GraphQL.Http;

namespace Kalends.GraphQL.Tests.Http;

public sealed class RegisteredDocumentsTests
{
    [Fact]
    public void The_document_that_was_used_longest_ago_makes_room()
    {
        var store = new RegisteredDocuments(3, 3000);
        foreach (var name in (string[])["a", "b", "c"]) Add(store, name, "ann");

        Assert.NotNull(store.Find("a"));
        Add(store, "d", "ann");

        Assert.Equal("a,c,d", Known(store));
    }

    [Fact]
    public void Whoever_registers_without_end_pushes_out_their_own()
    {
        var store = new RegisteredDocuments(100, 100_000);
        for (var i = 0; i < 40; i++) Add(store, $"honest{i}", "ann");
        for (var i = 0; i < 10; i++) Add(store, $"other{i}", "bob");

        for (var i = 0; i < 5000; i++) Add(store, $"junk{i}", "mallory");

        Assert.All(Enumerable.Range(0, 40), i => Assert.NotNull(store.Find($"honest{i}")));
        Assert.All(Enumerable.Range(0, 10), i => Assert.NotNull(store.Find($"other{i}")));
        Assert.Equal(100, store.Count);
    }

    [Fact]
    public void Nor_do_a_few_that_are_large_push_out_others()
    {
        var store = new RegisteredDocuments(1000, 160_000);
        for (var i = 0; i < 200; i++) Add(store, $"honest{i}", "ann", 300);

        for (var i = 0; i < 200; i++) Add(store, $"large{i}", "mallory", 10_000);

        Assert.All(Enumerable.Range(0, 200), i => Assert.NotNull(store.Find($"honest{i}")));
    }

    [Fact]
    public void One_that_is_too_large_is_not_kept()
    {
        var store = new RegisteredDocuments(100, 16_000);

        Add(store, "fits", "ann", 1000);
        Add(store, "large", "ann", 1001);

        Assert.Equal("fits", Known(store));
    }

    [Fact]
    public void A_store_of_nothing_keeps_nothing()
    {
        var (none, empty) = (new RegisteredDocuments(0, 1000), new RegisteredDocuments(10, 0));

        Add(none, "a", "ann");
        Add(empty, "a", "ann");

        Assert.Equal((0, 0), (none.Count, empty.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Neither_bound_is_ever_passed(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 50; round++)
        {
            var (countMax, bytesMax) = (random.Next(1, 60), random.Next(1, 20_000));
            var store = new RegisteredDocuments(countMax, bytesMax);
            for (var i = 0; i < 300; i++)
            {
                store.Find($"{random.Next(100)}");
                Add(store, $"{random.Next(100)}", $"{random.Next(4)}", random.Next(1, 2000));
                Assert.InRange(store.Count, 0, countMax);
                Assert.InRange(store.Bytes, 0, bytesMax);
            }
        }
    }

    [Fact]
    public async Task Many_at_once_keep_the_bounds_and_find_what_is_there()
    {
        var store = new RegisteredDocuments(50, 50_000);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                var name = $"{(i * 7 + worker) % 120}";
                Add(store, name, $"{worker % 3}");
                if (store.Find(name) is { } text) Assert.StartsWith($"{name}:", Encoding.UTF8.GetString(text));
            }
        })));

        Assert.InRange(store.Count, 1, 50);
        Assert.InRange(store.Bytes, 1, 50_000);
    }

    static void Add(RegisteredDocuments store, string name, string registrant, int bytes = 100) =>
        store.Add(name, Encoding.UTF8.GetBytes($"{name}:".PadRight(bytes)), registrant);

    static string Known(RegisteredDocuments store) => string.Join(",",
        ((string[])["a", "b", "c", "d", "fits", "large"]).Where(name => store.Find(name) is not null));
}
