using System.Text.RegularExpressions;

namespace Kalends.Bench.Kit;

/// <summary>A folder into which a server writes its mail.</summary>
sealed partial class MailFolder(Workshop shop)
{
    static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    readonly string _path = shop.PathOf($"{Guid.NewGuid()}.mail");

    public (string Name, string Value)[] Settings =>
    [
        ("Kalends__Mail__Folder", _path), ("Kalends__Mail__From", "bench@example.org"),
        ("Kalends__Mail__Links", "http://localhost"),
    ];

    /// <summary>The code of a guest, once the mail with it has come.</summary>
    public async Task<string> Code()
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        while (true)
        {
            if (System.IO.Directory.Exists(_path))
                foreach (var file in System.IO.Directory.GetFiles(_path, "*.eml"))
                    if (GuestCode().Match(await File.ReadAllTextAsync(file, patience.Token)) is { Success: true } code)
                        return code.Groups[1].Value;
            await Task.Delay(Pause, patience.Token);
        }
    }

    [GeneratedRegex("^Subject: ([0-9]{8}) ", RegexOptions.Multiline)]
    private static partial Regex GuestCode();
}
