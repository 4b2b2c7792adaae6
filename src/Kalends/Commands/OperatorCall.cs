using Kalends.Platform.Calls;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Commands;

/// <summary>
/// Use cases as the program itself runs them, for an operator at a shell; on PostgreSQL servers may run meanwhile.
/// </summary>
sealed class OperatorCall : IAsyncDisposable
{
    readonly ServiceProvider _services;

    OperatorCall(ServiceProvider services, Call call) => (_services, Call) = (services, call);

    public Call Call { get; }

    /// <summary>A use case that needs services of its own.</summary>
    public TUseCase Get<TUseCase>() where TUseCase : notnull => _services.GetRequiredService<TUseCase>();

    /// <summary>Opens the database of the settings as a server would; refuses one that is not there.</summary>
    public static OperatorCall Open(Shell shell) => With(shell, Engine.Open);

    /// <summary>Opens it to read only, also beside a server; refuses one whose schema is not this program's.</summary>
    public static OperatorCall OpenToRead(Shell shell) => With(shell, Engine.OpenToRead);

    static OperatorCall With(Shell shell, Func<string, StorageSettings, ILogger, Db> open)
    {
        var given = GivenDatabase.Of(shell);
        given.RequireThere();
        var services = given.Services
            .AddSingleton(_ => open(given.Database, given.Storage, NullLogger.Instance))
            .BuildServiceProvider();
        return new OperatorCall(services, Call.OfProgram(
            services.GetRequiredService<Db>(), services.GetRequiredService<TimeProvider>(), given.Settings,
            services.GetRequiredService<Hooks>(), shell.Cancel));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
