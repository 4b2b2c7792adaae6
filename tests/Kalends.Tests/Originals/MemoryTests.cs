using Kalends.Tests.Kit;

namespace Kalends.Tests.Originals;

/// <summary>The worst that callers can ask of the original services.</summary>
public abstract class MemoryTests(TestApp app) : Http.MemoryTests(app)
{
    protected override string[] Documents =>
    [
        "{ events { message data } }",
        Aliases(20, "events { message data }"),
        $"{{ events {{ {Many(80, "message")} }} }}",
        $"{{ {LongAlias('c')}: events {{ {Many(50, "nothing")} }} }}",
    ];

    protected override string[] Paths => ["/client/getProviderAvailability?provider_id=1"];
}

public sealed class MemoryTestsOnSqlite(SqliteApp app) : MemoryTests(app), IClassFixture<SqliteApp>;

public sealed class MemoryTestsOnPostgres(PostgresApp app) : MemoryTests(app), IClassFixture<PostgresApp>;
