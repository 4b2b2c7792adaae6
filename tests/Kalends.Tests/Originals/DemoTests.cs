using System.Text.Json.Nodes;
using Kalends.Tests.GraphQL;
using Kalends.Tests.Http;

namespace Kalends.Tests.Originals;

/// <summary>The world that the original appointment service shipped is there in a demo, moved to next week.</summary>
public sealed class DemoTests : IDisposable
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("kalends-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Its_user_signs_in_and_finds_its_two_appointments()
    {
        await using var demo = await ChildServer.Start($"--Kalends:Database={_folder}/demo.db", "--demo");
        var auth = (await demo.Nobody.Ask(
            "mutation { auth(password: \"password\", username: \"test_user\") { accessToken refreshToken } }")).Data();

        var found = (await demo.Nobody.With((string)auth["auth"]!["accessToken"]!).Ask("""
            {
              appointments {
                edges {
                  node {
                    appointmentId
                    startTimeUnixSeconds
                    durationSeconds
                    type
                    therapists { firstName lastName specialisms { edges { node { specialismName } } } }
                  }
                }
              }
            }
            """)).Data()["appointments"]!["edges"]!.AsArray().Select(edge => edge!["node"]!).ToList();

        Assert.Equal(
            [
                "1 3600 one-off jeff smith [Addiction, ADHD]",
                "2 3600 consultation jane smith [CBT, Divorce, Sexuality]",
            ],
            found.Select(Shown));
        var ahead = found.Select(one => DateTimeOffset.FromUnixTimeSeconds((long)one["startTimeUnixSeconds"]!)
            - DateTimeOffset.UtcNow);
        Assert.All(ahead, length => Assert.InRange(length.TotalDays, 6, 9));
    }

    static string Shown(JsonNode one) =>
        $"{one["appointmentId"]} {one["durationSeconds"]} {one["type"]} {one["therapists"]!["firstName"]} " +
        $"{one["therapists"]!["lastName"]} [{string.Join(", ", one["therapists"]!["specialisms"]!["edges"]!.AsArray()
            .Select(edge => edge!["node"]!["specialismName"]))}]";
}
