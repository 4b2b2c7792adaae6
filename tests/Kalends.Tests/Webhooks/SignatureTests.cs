using System.Text;
using Kalends.Tests.Contracts;
using Kalends.Webhooks.Sending;
using Kalends.Webhooks.Subscriptions;
using StandardWebhooks;

namespace Kalends.Tests.Webhooks;

/// <summary>Signatures are those of Standard Webhooks, and stored secrets are read with the right key only.</summary>
public sealed class SignatureTests
{
    static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    static readonly byte[] Other = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>The signature of a message by an implementation that is not ours.</summary>
    internal static string Sign(string secret, Got got) =>
        new StandardWebhook(secret).Sign(got.Id, DateTimeOffset.FromUnixTimeSeconds(got.Timestamp), got.Body);

    [Fact]
    public void The_vector_of_the_specification_is_signed_as_it_says() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        Signature.Of(
            [SecretBox.KeyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
            Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));

    [Fact]
    public void The_message_in_the_documents_is_signed_as_it_says()
    {
        var lines = SourceTree.Read("docs/webhooks.md").Split('\n');
        string After(string beginning) =>
            lines.First(line => line.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..];
        var got = new Got(
            "/", After("webhook-id: "), long.Parse(After("webhook-timestamp: ")), After("webhook-signature: "),
            "{\"type\"" + After("{\"type\""));

        Assert.Equal(Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", got), got.Signature);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"name": "Åsa 😀"}""")]
    public void Other_implementations_sign_alike(string body)
    {
        var secret = SecretBox.New();
        var got = new Got("/", "msg_1_01989f2e7a517c3e9d4b2f6a8c1e5b71", 1893484800, "", body);

        Assert.Equal(
            Sign(secret, got),
            Signature.Of([SecretBox.KeyOf(secret)], got.Id, got.Timestamp, Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public void A_secret_has_32_random_bytes()
    {
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", SecretBox.New());
        Assert.NotEqual(SecretBox.New(), SecretBox.New());
    }

    [Fact]
    public void A_secret_is_stored_encrypted_and_read_by_any_of_the_keys()
    {
        var secret = SecretBox.New();
        var stored = SecretBox.Write(secret, [Key]);

        Assert.DoesNotContain(secret["whsec_".Length..], stored, StringComparison.Ordinal);
        Assert.NotEqual(stored, SecretBox.Write(secret, [Key]));
        Assert.Equal(secret, SecretBox.Read(stored, [Other, Key]));
        Assert.Throws<SecretLost>(() => SecretBox.Read(stored, [Other]));
        Assert.Throws<SecretLost>(() => SecretBox.Read(stored, []));
    }

    [Fact]
    public void Without_a_key_a_secret_is_stored_as_it_is_and_read_with_any()
    {
        var secret = SecretBox.New();

        Assert.Equal(secret, SecretBox.Read(SecretBox.Write(secret, []), [Key]));
    }
}
