using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Kalends.Scheduling.ExternalCalendars;
using Kalends.Tests.Kit;
using static Kalends.Tests.Kit.ForeignServer;

namespace Kalends.Tests.Scheduling.ExternalCalendars;

/// <summary>Fetching from servers that mean no good costs little, and leads nowhere else.</summary>
public sealed class CalendarSourceTests
{
    const string Text = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

    static readonly ExternalCalendarSettings Open = new()
    {
        AllowPrivateAddresses = true,
        BytesMax = 1 << 20,
        TimeoutSeconds = 2,
    };

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_comes_with_its_tags_and_is_asked_for_by_them()
    {
        await using var server = ForeignServer.Of(
            Text, "200 OK\r\nETag: W/\"7\"\r\nLast-Modified: Mon, 07 Jan 2030 08:00:00 GMT");

        var first = await CalendarSource.Fetch(server.Address, CopyTags.None, Open, Cancel);
        server.Answer = Sends("", "304 Not Modified");
        var second = await CalendarSource.Fetch(server.Address, first.Tags, Open, Cancel);

        Assert.Equal(Text, Encoding.UTF8.GetString(first.Text!));
        Assert.Equal(new CopyTags("W/\"7\"", "Mon, 07 Jan 2030 08:00:00 GMT"), first.Tags);
        Assert.Null(second.Text);
        Assert.Equal(first.Tags, second.Tags);
        Assert.DoesNotContain("If-", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains("If-None-Match: W/\"7\"\r\n", server.Requests[1], StringComparison.Ordinal);
        Assert.Contains("If-Modified-Since: Mon, 07 Jan 2030 08:00:00 GMT\r\n", server.Requests[1]);
        Assert.Contains("User-Agent: Kalends\r\n", server.Requests[1], StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", server.Requests[1], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("304 Not Modified", 304)]
    [InlineData("404 Not Found", 404)]
    [InlineData("500 Oops", 500)]
    [InlineData("204 No Content", 204)]
    [InlineData("401 Unauthorized\r\nWWW-Authenticate: Basic", 401)]
    public async Task Another_status_than_200_is_a_failure(string head, int status)
    {
        await using var server = ForeignServer.Of("", head);

        Assert.Equal((FetchProblem.BadStatus, status), await Failure(server.Address));
    }

    [Fact]
    public async Task A_hundred_megabytes_are_not_read()
    {
        await using var server = new ForeignServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), cancel);
            for (var i = 0; i < 1600; i++)
                await stream.WriteAsync(new byte[64 << 10], cancel);
        });

        Assert.Equal((FetchProblem.TooLarge, null), await Failure(server.Address));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_bomb_is_not_unpacked(string encoding)
    {
        using var bomb = new MemoryStream();
        await using (Stream packed = encoding switch
        {
            "gzip" => new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(bomb, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(bomb, CompressionLevel.Fastest, leaveOpen: true),
        })
            for (var i = 0; i < 100; i++)
                await packed.WriteAsync(new byte[1 << 20], Cancel);
        await using var server = new ForeignServer(
            Sends(bomb.ToArray(), $"200 OK\r\nContent-Encoding: {encoding}"));
        var before = GC.GetTotalAllocatedBytes();

        Assert.Equal((FetchProblem.TooLarge, null), await Failure(server.Address));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50 << 20);
    }

    [Fact]
    public async Task A_body_that_is_not_compressed_as_it_says_is_a_failure()
    {
        await using var server = ForeignServer.Of(Text, "200 OK\r\nContent-Encoding: gzip");

        Assert.Equal((FetchProblem.Unreachable, null), await Failure(server.Address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nBEGIN:")]
    public async Task A_server_that_is_slow_is_left(string beginning)
    {
        await using var server = new ForeignServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), cancel);
            await Task.Delay(Timeout.Infinite, cancel);
        });

        await IsLeftInTime(server);
    }

    [Fact]
    public async Task A_server_that_drips_for_ever_is_left()
    {
        await using var server = new ForeignServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancel);
            while (true)
            {
                await stream.WriteAsync("X"u8.ToArray(), cancel);
                await Task.Delay(50, cancel);
            }
        });

        await IsLeftInTime(server);
    }

    [Fact]
    public async Task Headers_without_an_end_are_not_read()
    {
        await using var server = new ForeignServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancel);
            while (true)
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-More: {new string('x', 1000)}\r\n"), cancel);
        });

        Assert.Equal((FetchProblem.Unreachable, null), await Failure(server.Address));
    }

    [Fact]
    public async Task What_is_no_http_is_a_failure()
    {
        await using var server = new ForeignServer(async (_, stream, cancel) =>
            await stream.WriteAsync("220 smtp.example.org ready\r\n"u8.ToArray(), cancel));

        Assert.Equal((FetchProblem.Unreachable, null), await Failure(server.Address));
        Assert.Equal((FetchProblem.Unreachable, null), await Failure(new Uri("http://127.0.0.1:1/")));
        Assert.Equal((FetchProblem.Unreachable, null), await Failure(new Uri("http://nowhere.invalid/")));
    }

    [Fact]
    public async Task Redirects_of_the_same_host_are_followed_three_times()
    {
        await using var server = new ForeignServer((head, stream, cancel) =>
            head.StartsWith("GET /3 ", StringComparison.Ordinal)
                ? Sends(Text)(head, stream, cancel)
                : Sends("", $"302 Found\r\nLocation: /{Next(head)}")(head, stream, cancel));

        var fetched = await CalendarSource.Fetch(new Uri(server.Address, "/0"), CopyTags.None, Open, Cancel);

        Assert.Equal(Text, Encoding.UTF8.GetString(fetched.Text!));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        await using var server = new ForeignServer((head, stream, cancel) =>
            Sends("", $"307 Again\r\nLocation: /{Next(head) % 2}")(head, stream, cancel));

        Assert.Equal((FetchProblem.Redirected, null), await Failure(new Uri(server.Address, "/0")));
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData("http://127.0.0.2/")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://user:password@127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("//example.org/calendar.ics")]
    public async Task Redirects_to_elsewhere_are_not_followed(string place)
    {
        await using var server = ForeignServer.Of("", $"301 Moved\r\nLocation: {place}");

        Assert.Equal((FetchProblem.Redirected, null), await Failure(server.Address));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://")]
    [InlineData("http://[::1")]
    [InlineData("http:///calendar.ics")]
    [InlineData("http:calendar.ics")]
    [InlineData("\\\\example.org\\calendar.ics")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\0\u00ff%zz")]
    public async Task Redirects_to_nowhere_are_failures(string place)
    {
        await using var server = ForeignServer.Of("", $"301 Moved\r\nLocation: {place}");

        await Assert.ThrowsAsync<FetchFailed>(
            () => CalendarSource.Fetch(server.Address, CopyTags.None, Open, Cancel));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::1]")]
    [InlineData("0.0.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("[fe80::1]")]
    [InlineData("10.0.0.1")]
    public async Task Nothing_is_asked_of_an_address_that_is_not_public(string host)
    {
        await using var server = ForeignServer.Of(Text);
        var address = new Uri($"http://{host}:{server.Port}/");

        var problem = await Failure(address, Open with { AllowPrivateAddresses = false });

        Assert.Equal((FetchProblem.ForbiddenAddress, null), problem);
        Assert.Empty(server.Requests);
    }

    static int Next(string head) => int.Parse(head.AsSpan(5, 1)) + 1;

    static async Task IsLeftInTime(ForeignServer server)
    {
        var clock = Stopwatch.StartNew();
        Assert.Equal((FetchProblem.TimedOut, null), await Failure(server.Address));
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(20));
    }

    static async Task<(FetchProblem, int?)> Failure(Uri address, ExternalCalendarSettings? settings = null)
    {
        var failed = await Assert.ThrowsAsync<FetchFailed>(
            () => CalendarSource.Fetch(address, CopyTags.None, settings ?? Open, Cancel));
        return (failed.Problem, failed.Status);
    }
}
