using Spectre.Console;

namespace Kalends.Commands;

/// <summary>Shows how far long work is, and how long it may take still, to a person at a terminal only.</summary>
static class ProgressBar
{
    const int StepsMax = 1000;

    /// <summary>Runs work that tells how much of how much is done.</summary>
    public static async Task<T> Show<T>(Shell shell, string title, Func<Action<long, long>, Task<T>> work)
    {
        if (shell.IsJson || Console.IsErrorRedirected)
            return await work((_, _) => { });

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await terminal.Progress().AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask(Markup.Escape(title));
                var shown = 0L;
                return Task.Run(() => work((done, all) =>
                {
                    // Rows are told one by one.
                    if (done < all && (done - shown) * StepsMax < all)
                        return;
                    shown = done;
                    (bar.MaxValue, bar.Value) = (Math.Max(all, 1), done);
                }));
            });
    }
}
