using Kalends.Web.Frame;

namespace Kalends.Tests.Web;

public sealed class ReturnPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/book?text=a&day=2030-01-07")]
    [InlineData("/book/1/time?starts_at=2030-01-07T08%3A00%3A00Z")]
    public void A_path_of_this_server_is_kept(string path) => Assert.Equal(path, ReturnPath.Of(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("book")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/book\\..\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("/\n/elsewhere.example")]
    [InlineData(" //elsewhere.example")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/é")]
    public void Anything_else_becomes_a_path_of_this_server(string? path) =>
        Assert.Equal("/book", ReturnPath.Of(path, otherwise: "/book"));
}
