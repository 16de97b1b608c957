using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Steward.Mail;
using Steward.Providers.Web;

namespace Steward.Providers.Tests.Web;

/// <summary>The one POST against a real TLS server on this machine, which only these tests may reach.</summary>
public sealed class OneClickClientTests
{
    [Fact]
    public async Task The_site_gets_one_post_with_the_words_of_the_rfc_and_nothing_about_the_person()
    {
        await using var site = new Site("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nSet-Cookie: id=1\r\n\r\n");
        using var client = site.Client();
        Assert.Equal(202, Assert.IsType<UnsubscribeOutcome.Accepted>(await client.PostAsync(site.Address, CancellationToken.None)).Status);
        await client.PostAsync(site.Address, CancellationToken.None);
        Assert.Equal(2, site.Requests.Count);
        foreach (var request in site.Requests)
        {
            Assert.StartsWith("POST /leave?t=7 HTTP/1.1\r\n", request, StringComparison.Ordinal);
            Assert.EndsWith("\r\n\r\nList-Unsubscribe=One-Click", request, StringComparison.Ordinal);
            Assert.Contains("Content-Type: application/x-www-form-urlencoded", request, StringComparison.Ordinal);
            foreach (var header in new[] { "Cookie", "Authorization", "Referer", "User-Agent", "From:" })
                Assert.DoesNotContain(header, request, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "http_404")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/inside\r\nContent-Length: 0\r\n\r\n", "unknown")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "unknown")]
    [InlineData("", "unknown")]
    public async Task What_the_site_did_not_clearly_say_is_unknown_and_no_redirect_is_followed(string answer, string expected)
    {
        await using var site = new Site(answer);
        using var client = site.Client();
        var outcome = await client.PostAsync(site.Address, CancellationToken.None);
        Assert.Equal(expected, outcome is UnsubscribeOutcome.Refused refused ? refused.Code : outcome is UnsubscribeOutcome.Unknown ? "unknown" : "accepted");
        Assert.Single(site.Requests);
    }

    [Fact]
    public async Task The_machines_own_network_is_out_of_reach_by_address_and_by_name()
    {
        await using var site = new Site("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var client = new OneClickClient(PublicAddresses.Contain, _ => true, (_, _, _, _) => true);
        foreach (var host in new[] { "127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1", "2130706433", "0x7f.1" })
            Assert.Equal("address_not_public", Assert.IsType<UnsubscribeOutcome.Refused>(await client.PostAsync(new Uri($"https://{host}:{site.Address.Port}/"), CancellationToken.None)).Code);
        Assert.Equal(0, site.Connections);
    }

    [Theory]
    [InlineData("http://news.example/u")]
    [InlineData("https://news.example:8443/u")]
    [InlineData("https://user@news.example/u")]
    public async Task Only_plain_https_is_used(string address)
    {
        using var client = new OneClickClient();
        Assert.Equal("address_refused", Assert.IsType<UnsubscribeOutcome.Refused>(await client.PostAsync(new Uri(address), CancellationToken.None)).Code);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_a_refusal_before_anything_is_sent()
    {
        await using var site = new Site("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var client = new OneClickClient(_ => true, _ => true, null);
        Assert.Equal("unreachable", Assert.IsType<UnsubscribeOutcome.Refused>(await client.PostAsync(site.Address, CancellationToken.None)).Code);
        Assert.Empty(site.Requests);
    }

    sealed class Site : IAsyncDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);
        readonly X509Certificate2 certificate = Certificate();
        readonly string answer;
        readonly Task serving;
        int connections;

        public Site(string answer)
        {
            this.answer = answer;
            listener.Start();
            Address = new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/leave?t=7");
            serving = ServeAsync();
        }

        public Uri Address { get; }
        public List<string> Requests { get; } = [];
        public int Connections => connections;

        public OneClickClient Client() => new(_ => true, _ => true, (_, _, _, _) => true);

        async Task ServeAsync()
        {
            while (true)
            {
                try
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref connections);
                    await using var stream = new SslStream(client.GetStream());
                    await stream.AuthenticateAsServerAsync(certificate);
                    var request = new StringBuilder();
                    var buffer = new byte[4096];
                    while (!request.ToString().EndsWith("One-Click", StringComparison.Ordinal) && await stream.ReadAsync(buffer) is > 0 and var read)
                        request.Append(Encoding.ASCII.GetString(buffer, 0, read));
                    if (request.Length > 0)
                        Requests.Add(request.ToString());
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
                }
                catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // the client went away; the next one is waited for
                }
                catch (Exception e) when (e is SocketException or InvalidOperationException or OperationCanceledException)
                {
                    return;
                }
            }
        }

        static X509Certificate2 Certificate()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
            return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        }

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
            certificate.Dispose();
        }
    }
}
