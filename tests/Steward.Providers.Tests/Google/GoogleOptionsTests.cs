using Steward.Providers.Google;

namespace Steward.Providers.Tests.Google;

public sealed class GoogleOptionsTests
{
    static GoogleOptions Read(params (string Name, string Value)[] environment) => GoogleOptions.Read(name => environment.FirstOrDefault(e => e.Name == name).Value);

    [Fact]
    public void Without_anything_said_it_is_Google_and_nobody_is_registered()
    {
        var options = Read();
        Assert.Null(options.Client);
        Assert.Equal("https://oauth2.googleapis.com/token", options.SignIn.Token.AbsoluteUri);
        Assert.All(options.Apis, api => Assert.EndsWith(".googleapis.com", api.Host, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4000")]
    [InlineData("http://localhost:4000/")]
    [InlineData("http://[::1]:4000")]
    public void A_program_on_this_machine_may_play_Googles_part(string server) => Assert.Equal(new Uri(server), Read(("STEWARD_GOOGLE_SERVER", server)).Server);

    [Theory]
    [InlineData("https://google.example.org")]
    [InlineData("http://10.0.0.7:4000")]
    [InlineData("http://127.0.0.1.example.org")]
    [InlineData("http://me@127.0.0.1:4000")]
    [InlineData("http://127.0.0.1:4000/somewhere")]
    [InlineData("file:///etc/passwd")]
    [InlineData("127.0.0.1:4000")]
    public void Nobody_else_may(string server) => Assert.Contains("STEWARD_GOOGLE_SERVER", Assert.Throws<FormatException>(() => Read(("STEWARD_GOOGLE_SERVER", server))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_secret_without_its_id_is_named_and_not_told()
    {
        var wrong = Assert.Throws<FormatException>(() => Read(("STEWARD_GOOGLE_CLIENT_SECRET", "GOCSPX-canary")));
        Assert.Contains("STEWARD_GOOGLE_CLIENT_ID", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", wrong.Message, StringComparison.Ordinal);
    }
}
