using System.Collections.Concurrent;

namespace Kalends.Tests.Kit;

/// <summary>Callers who make clients, and repeat each request with its key until it is answered.</summary>
sealed class Insistent(Visitor visitor)
{
    const int Callers = 4;

    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    readonly ConcurrentDictionary<long, bool> _made = [];
    readonly ConcurrentBag<string> _refusals = [];
    List<Task> _working = [];
    volatile bool _isOver;

    /// <summary>The ids that were answered.</summary>
    public IReadOnlyList<long> Made => [.. _made.Keys.Order()];

    /// <summary>The codes of all refusals.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    public void Begin() => _working = [.. Enumerable.Range(0, Callers).Select(_ => Task.Run(Work, Cancel))];

    /// <summary>Waits until so many more are made.</summary>
    public async Task Make(int count)
    {
        var goal = _made.Count + count;
        Assert.InRange(
            await Patience.Until(() => Task.FromResult(_made.Count), made => made >= goal), goal, int.MaxValue);
    }

    public async Task End()
    {
        _isOver = true;
        await Task.WhenAll(_working);
    }

    async Task Work()
    {
        while (!_isOver)
            await Insist(Guid.NewGuid().ToString());
    }

    async Task Insist(string key)
    {
        while (true)
        {
            var answer = await visitor.Post("/v1/clients", new { first_name = "Ada", last_name = key }, key);
            if (answer.Status == 201)
            {
                Assert.True(_made.TryAdd(answer.Id, true));
                return;
            }
            _refusals.Add(answer.Code ?? answer.Text);
            Assert.True(answer.Status == 409 || answer.Headers.ContainsKey("Retry-After"), answer.Text);
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancel);
        }
    }
}
