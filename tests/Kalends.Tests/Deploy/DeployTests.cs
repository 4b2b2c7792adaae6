using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Kalends.Tests.Contracts;
using Kalends.Tests.Kit;

namespace Kalends.Tests.Deploy;

/// <summary>The files of <c>deploy/</c>, read by the programs that they are for.</summary>
public sealed partial class DeployTests(SqliteApp app) : IClassFixture<SqliteApp>, IDisposable
{
    readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("kalends-deploy-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Nginx_accepts_its_file()
    {
        var (certificate, key) = Certificate();
        var site = Copy("nginx/kalends.conf", text => text
            .Replace("/etc/ssl/kalends/fullchain.pem", certificate, StringComparison.Ordinal)
            .Replace("/etc/ssl/kalends/privkey.pem", key, StringComparison.Ordinal)
            .Replace("/var/log/nginx", _folder.FullName, StringComparison.Ordinal));
        var whole = Path.Combine(_folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(
            whole, $"pid {_folder.FullName}/pid; events {{}} http {{ access_log off; include {site}; }}",
            TestContext.Current.CancellationToken);

        var said = await Run("nginx", "-t", "-q", "-e", Path.Combine(_folder.FullName, "error.log"), "-c", whole);

        Assert.Equal("", said);
    }

    [Fact]
    public async Task Haproxy_accepts_its_file()
    {
        var (certificate, key) = Certificate();
        await File.AppendAllTextAsync(
            certificate, await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);
        var file = Copy("haproxy/kalends.cfg", text =>
            text.Replace("/etc/ssl/kalends/kalends.pem", certificate, StringComparison.Ordinal));

        var said = await Run("haproxy", "-c", "-q", "-f", file);

        Assert.Equal("", said);
    }

    [Fact]
    public async Task Haproxy_accepts_the_file_for_the_primary()
    {
        var said = await Run("haproxy", "-c", "-q", "-f", Copy("patroni/haproxy.cfg", text => text));

        Assert.Equal("", said);
    }

    [Fact]
    public async Task Systemd_accepts_its_unit_and_finds_little_exposed()
    {
        var file = Copy("systemd/kalends.service", text =>
            text.Replace("/opt/kalends/Kalends", "/bin/true", StringComparison.Ordinal));

        var said = await Run("systemd-analyze", "verify", file);
        await Run("systemd-analyze", "security", "--offline=true", "--threshold=20", file);

        Assert.DoesNotContain("kalends.service", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_ask_for_what_is_served()
    {
        var probed = new[] { "kubernetes/kalends.yaml", "haproxy/kalends.cfg", "Dockerfile" }
            .SelectMany(file => Probe().Matches(Read(file)).Select(probe => probe.Groups[1].Value))
            .Distinct().ToList();

        Assert.Equal(["/livez", "/readyz"], probed.Order(StringComparer.Ordinal));
        foreach (var path in probed)
            Assert.NotEqual(404, (await app.Nobody.Get(path)).Status);
    }

    [GeneratedRegex("(?:path: |GET )(/[a-z]+)")]
    private static partial Regex Probe();

    static string Read(string file) => SourceTree.Read($"deploy/{file}");

    string Copy(string file, Func<string, string> changed)
    {
        var copy = Path.Combine(_folder.FullName, Path.GetFileName(file));
        File.WriteAllText(copy, changed(Read(file)));
        return copy;
    }

    (string Certificate, string Key) Certificate()
    {
        using var pair = RSA.Create(2048);
        var request = new CertificateRequest(
            "CN=kalends.example.org", pair, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var certificate = Path.Combine(_folder.FullName, "cert.pem");
        var key = Path.Combine(_folder.FullName, "key.pem");
        File.WriteAllText(certificate, made.ExportCertificatePem() + "\n");
        File.WriteAllText(key, pair.ExportPkcs8PrivateKeyPem() + "\n");
        return (certificate, key);
    }

    /// <summary>Runs a program, which must succeed, and gives what it said.</summary>
    /// <remarks>Without the program the test is skipped, or fails in CI.</remarks>
    static async Task<string> Run(string program, params string[] words)
    {
        var path = new[] { "/usr/sbin", "/usr/bin" }.Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
        Machine.Require(path is null ? $"{program} is not installed: scripts/setup does it on Debian." : null);
        var start = new ProcessStartInfo(path!, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var said = await output + await errors;
        Assert.True(process.ExitCode == 0, said);
        return said;
    }
}
