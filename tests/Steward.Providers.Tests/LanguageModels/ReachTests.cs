using System.Net;
using Steward.LanguageModels;
using Steward.Providers.Reaching;

namespace Steward.Providers.Tests.LanguageModels;

public sealed class ReachTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void Public_addresses_are_told_from_those_of_a_network_of_ones_own(string address, bool isPublic) => Assert.Equal(isPublic, ReachHandler.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void This_machine_uses_no_proxy_and_nothing_follows_a_redirect()
    {
        using var here = new ReachHandler([]).Create(Reach.ThisMachine);
        using var anywhere = new ReachHandler([]).Create(Reach.Anywhere);
        Assert.False(here.UseProxy);
        Assert.False(here.AllowAutoRedirect || anywhere.AllowAutoRedirect);
    }
}
