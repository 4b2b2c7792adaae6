using System.Diagnostics;
using System.Runtime.Versioning;
using Kalends.Platform;
using Kalends.Platform.Storage;
using Kalends.Platform.Storage.Engines;
using Kalends.Tests.Http;
using Kalends.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kalends.Tests.Storage;

/// <summary>One process has a SQLite file, under whatever name it is asked for, and nobody else reads it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ClaimTests : IDisposable
{
    const UnixFileMode Everybody = (UnixFileMode)0b110_110_110;
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;
    readonly string _database;

    public ClaimTests() => _database = $"{_folder}/kalends.db";

    string[] All => [_database, $"{_database}-wal", $"{_database}-shm", $"{_database}.lock"];

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task New_files_are_for_their_owner_alone_wherever_they_lie()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_111_111);

        await using var db = await Opened(_database);

        Assert.All(All, file => Assert.Equal((file, OwnerOnly), (file, File.GetUnixFileMode(file))));
    }

    [Fact]
    public async Task Files_that_others_could_open_are_closed_to_them_and_the_log_says_so()
    {
        await (await Opened(_database)).DisposeAsync();
        foreach (var file in All.Where(File.Exists))
            File.SetUnixFileMode(file, Everybody);
        var log = new KeptLog();

        await using var db = await Opened(_database, log);

        Assert.All(All, file => Assert.Equal((file, OwnerOnly), (file, File.GetUnixFileMode(file))));
        Assert.Contains(log.Lines, line => line.Contains($"{_database} was open to others", StringComparison.Ordinal));
    }

    public static TheoryData<string> OtherNames =>
    [
        "the same", "a symbolic link", "a link to a link", "a linked folder", "a hard link", "another spelling",
    ];

    [Theory, MemberData(nameof(OtherNames))]
    public async Task A_second_process_is_refused_by_any_name(string how)
    {
        await using var first = await Opened(_database);
        var name = OtherName(how);

        var refused = Assert.Throws<StartRefused>(() => Open(name));

        Assert.Matches("in use by another process|has 2 names", refused.Message);
        Assert.Equal(1, await Written(first));
    }

    public static TheoryData<string> Locks => ["removed", "replaced", "copied back"];

    [Theory, MemberData(nameof(Locks))]
    public async Task A_lock_that_is_lost_admits_no_second_process(string how)
    {
        await using var first = await Opened(_database);
        // A refused start must not take the locks of SQLite along that the first one has.
        Assert.Throws<StartRefused>(() => Open(_database));
        LoseLock(how);

        Assert.Throws<StartRefused>(() => Open(_database));
        var (code, words) = await ChildServer.RunToEnd($"--Kalends:Database={_database}");

        Assert.Equal(1, code);
        Assert.Contains("is in use by another process", words, StringComparison.Ordinal);
        Assert.Equal(1, await Written(first));
    }

    [Fact]
    public async Task A_lost_lock_is_made_anew_once_nobody_has_the_file()
    {
        await (await Opened(_database)).DisposeAsync();
        File.Delete($"{_database}.lock");

        await (await Opened(_database)).DisposeAsync();
        await using var db = await Opened(_database);

        Assert.Equal(1, await Written(db));
        Assert.Throws<StartRefused>(() => Open(_database));
    }

    [Fact]
    public async Task A_program_that_reads_the_file_keeps_no_server_from_starting()
    {
        await (await Opened(_database)).DisposeAsync();
        await using var reader = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_database};Pooling=False");
        await reader.OpenAsync(Cancel);
        await using var command = reader.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM organisations";
        await command.ExecuteScalarAsync(Cancel);

        await using var db = await Opened(_database);

        Assert.Equal(1, await Written(db));
    }

    [Fact]
    public async Task A_database_that_is_reached_by_a_link_lies_where_the_link_leads()
    {
        var link = $"{_folder}/link.db";
        File.CreateSymbolicLink(link, _database);

        await using (var db = await Opened(link))
            Assert.Equal(1, await Written(db));

        Assert.True(File.Exists(_database));
        Assert.Equal(["kalends.db", "kalends.db.lock", "link.db"],
            System.IO.Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("symbolic")]
    [InlineData("hard")]
    public void A_lock_that_leads_elsewhere_is_refused_and_nothing_is_written_there(string kind)
    {
        var other = $"{_folder}/somebody's";
        File.WriteAllText(other, "precious");
        Link(kind, $"{_database}.lock", other);

        var refused = Assert.Throws<StartRefused>(() => Open(_database));

        Assert.Contains("is a link", refused.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(other));
    }

    [Fact]
    public void A_missing_database_beside_its_log_is_not_taken_for_a_new_one()
    {
        File.WriteAllText($"{_database}-wal", "what was written last");

        var refused = Assert.Throws<StartRefused>(() => Open(_database));

        Assert.Contains("is missing, but its log", refused.Message, StringComparison.Ordinal);
        Assert.Equal("what was written last", File.ReadAllText($"{_database}-wal"));
        Assert.False(File.Exists(_database));
    }

    [Theory]
    [InlineData(":memory:")]
    [InlineData("file:kalends.db?mode=memory")]
    [InlineData("mysql://here/kalends")]
    [InlineData("postgre://kalends:secret@here/kalends")]
    [InlineData("")]
    [InlineData(" ")]
    public void What_names_no_file_is_refused_in_a_sentence_without_its_password(string database)
    {
        var said = Assert.Throws<StartRefused>(() => Open(database)).Message;

        Assert.Contains("neither a path of a file nor", said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_refused_in_a_sentence() => Assert.Contains(
        "is a folder", Assert.Throws<StartRefused>(() => Open(_folder)).Message, StringComparison.Ordinal);

    [Fact]
    public void Links_that_go_round_are_refused_in_a_sentence()
    {
        File.CreateSymbolicLink(_database, $"{_folder}/back.db");
        File.CreateSymbolicLink($"{_folder}/back.db", _database);

        Assert.Contains("cannot be opened", Assert.Throws<StartRefused>(() => Open(_database)).Message,
            StringComparison.Ordinal);
    }

    string OtherName(string how)
    {
        var other = $"{_folder}/other.db";
        switch (how)
        {
            case "the same":
                return _database;
            case "a symbolic link":
                File.CreateSymbolicLink(other, _database);
                return other;
            case "a link to a link":
                File.CreateSymbolicLink($"{_folder}/between.db", "kalends.db");
                File.CreateSymbolicLink(other, $"{_folder}/between.db");
                return other;
            case "a linked folder":
                System.IO.Directory.CreateSymbolicLink($"{_folder}/folder", _folder);
                return $"{_folder}/folder/kalends.db";
            case "a hard link":
                Link("hard", other, _database);
                return other;
            default:
                return $"{_folder}/../{Path.GetFileName(_folder)}/./kalends.db";
        }
    }

    void LoseLock(string how)
    {
        var name = $"{_database}.lock";
        var content = Process.Start(new ProcessStartInfo("cat", [name]) { RedirectStandardOutput = true })!
            .StandardOutput.ReadToEnd();
        File.Delete(name);
        if (how == "replaced")
            File.WriteAllText(name, "");
        if (how == "copied back")
            File.WriteAllText(name, content);
    }

    static void Link(string kind, string name, string target)
    {
        if (kind == "symbolic")
        {
            File.CreateSymbolicLink(name, target);
            return;
        }
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Hard links are told on Linux.");
        using var made = Process.Start("ln", [target, name]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }

    static Db Open(string file, Microsoft.Extensions.Logging.ILogger? log = null) =>
        Engine.Open(file, new(), log ?? NullLogger.Instance);

    /// <summary>Opened, and written to once.</summary>
    static async Task<Db> Opened(string file, Microsoft.Extensions.Logging.ILogger? log = null)
    {
        var db = Open(file, log);
        await Written(db);
        return db;
    }

    static Task<int> Written(Db db) => db.Write(
        async session => await session.Run(Keep, ("name", Guid.NewGuid().ToString())), Cancel);

    static readonly Sql Keep = new("INSERT INTO organisations (name, created_at) VALUES (@name, 0)");
}
