using System.Net;
using Steward.Accounts;
using Steward.Accounts.SignIn;

namespace Steward.Tests.Accounts;

public sealed class SessionDeviceTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36 Edg/146.0.0.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15", "Safari on Mac")]
    [InlineData("Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Mobile Safari/537.36", "Chrome on Android")]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/146.0 Mobile/15E148 Safari/604.1", "Chrome on iPad")]
    [InlineData("Firefox/140.0", "Firefox")]
    [InlineData("Something (Windows)", "A browser on Windows")]
    [InlineData("<script>alert(1)</script>", "A program")]
    [InlineData("", "A program")]
    [InlineData(null, "A program")]
    public void A_device_is_named_by_words_of_ours(string? userAgent, string name) => Assert.Equal(name, SessionDevice.Name(userAgent));

    [Theory]
    [InlineData("127.0.0.1", SessionPlace.ThisMachine)]
    [InlineData("::1", SessionPlace.ThisMachine)]
    [InlineData("::ffff:127.0.0.1", SessionPlace.ThisMachine)]
    [InlineData("192.168.1.4", SessionPlace.LocalNetwork)]
    [InlineData("172.31.255.1", SessionPlace.LocalNetwork)]
    [InlineData("172.32.0.1", SessionPlace.Internet)]
    [InlineData("::ffff:10.1.2.3", SessionPlace.LocalNetwork)]
    [InlineData("fe80::1", SessionPlace.LocalNetwork)]
    [InlineData("fd12::1", SessionPlace.LocalNetwork)]
    [InlineData("8.8.8.8", SessionPlace.Internet)]
    [InlineData("2001:4860:4860::8888", SessionPlace.Internet)]
    public void Of_an_address_only_its_distance_is_kept(string address, SessionPlace place) => Assert.Equal(place, SessionDevice.Place(IPAddress.Parse(address)));
}
