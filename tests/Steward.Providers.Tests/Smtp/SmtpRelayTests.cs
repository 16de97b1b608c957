using System.Net;
using System.Net.Sockets;
using System.Text;
using Steward.Mail;
using Steward.Providers.Smtp;

namespace Steward.Providers.Tests.Smtp;

public sealed class SmtpRelayTests
{
    static readonly RelayMessage Message = new("id@steward.local", "me@steward.local", ["a@outside.example", "b@outside.example"],
        Encoding.ASCII.GetBytes("Subject: hi\r\n\r\n.leading dot\r\n..two\r\nend"));

    [Fact]
    public async Task The_server_gets_the_envelope_and_the_very_octets()
    {
        await using var server = new Server();
        Assert.IsType<RelayOutcome.Accepted>(await server.Relay().SendAsync(Message, CancellationToken.None));
        Assert.Equal(["EHLO steward", "MAIL FROM:<me@steward.local>", "RCPT TO:<a@outside.example>", "RCPT TO:<b@outside.example>", "DATA"], server.Commands);
        Assert.Equal("Subject: hi\r\n\r\n.leading dot\r\n..two\r\nend\r\n", server.Received);
    }

    [Fact]
    public async Task One_refused_recipient_refuses_the_whole_before_anything_is_sent()
    {
        await using var server = new Server { Answer = command => command.StartsWith("RCPT TO:<b", StringComparison.Ordinal) ? "550-no such\r\n550 user here" : null };
        var refused = Assert.IsType<RelayOutcome.Refused>(await server.Relay().SendAsync(Message, CancellationToken.None));
        Assert.Equal("smtp_550", refused.Code);
        Assert.Contains("user here", refused.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("DATA", server.Commands);
    }

    [Fact]
    public async Task A_refusal_after_the_text_is_a_refusal()
    {
        await using var server = new Server { AfterText = "552 too large" };
        Assert.Equal("smtp_552", Assert.IsType<RelayOutcome.Refused>(await server.Relay().SendAsync(Message, CancellationToken.None)).Code);
    }

    [Fact]
    public async Task No_answer_after_the_text_is_unknown()
    {
        await using var server = new Server { AfterText = "" };
        Assert.IsType<RelayOutcome.Unknown>(await server.Relay().SendAsync(Message, CancellationToken.None));
    }

    [Fact]
    public async Task A_connection_that_breaks_earlier_is_a_refusal()
    {
        await using var server = new Server { Answer = command => command == "DATA" ? "" : null };
        Assert.Equal("smtp_unreachable", Assert.IsType<RelayOutcome.Refused>(await server.Relay().SendAsync(Message, CancellationToken.None)).Code);
    }

    [Fact]
    public async Task A_server_without_starttls_is_not_used_when_it_was_asked_for()
    {
        await using var server = new Server { Answer = command => command == "STARTTLS" ? "502 not here" : null };
        Assert.IsType<RelayOutcome.Refused>(await server.Relay(SmtpSecurity.StartTls).SendAsync(Message, CancellationToken.None));
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a@x.example>\r\nRCPT TO:<evil@x.example")]
    [InlineData("ä@x.example")]
    public async Task An_address_that_cannot_be_carried_never_reaches_the_server(string address)
    {
        await using var server = new Server();
        Assert.IsType<RelayOutcome.Refused>(await server.Relay().SendAsync(Message with { Envelope = [address] }, CancellationToken.None));
        Assert.Empty(server.Commands);
    }

    [Fact]
    public void Options_are_read_from_the_environment_and_wrong_ones_are_named()
    {
        Assert.Null(SmtpOptions.Read(_ => null));
        var read = SmtpOptions.Read(name => name switch { "STEWARD_SMTP_HOST" => "mx.example", "STEWARD_SMTP_SECURITY" => "tls", _ => null })!;
        Assert.Equal(("mx.example", 465, SmtpSecurity.Tls), (read.Host, read.Port, read.Security));
        Assert.Contains("STEWARD_SMTP_PORT", Assert.Throws<FormatException>(() => SmtpOptions.Read(n => n is "STEWARD_SMTP_HOST" or "STEWARD_SMTP_PORT" ? "x" : null)).Message, StringComparison.Ordinal);
        var clear = Assert.Throws<FormatException>(() => SmtpOptions.Read(n => n switch { "STEWARD_SMTP_SECURITY" => "none", "STEWARD_SMTP_PORT" => "25", _ => "s3cret" }));
        Assert.DoesNotContain("s3cret", clear.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", new SmtpOptions { Host = "h", User = "u", Password = "s3cret" }.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A server that says what a test wants; "" closes the connection.</summary>
    sealed class Server : IAsyncDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);
        readonly Task running;

        public Server()
        {
            listener.Start();
            running = RunAsync();
        }

        public List<string> Commands { get; } = [];
        public string Received { get; private set; } = "";
        public Func<string, string?> Answer { get; init; } = _ => null;
        public string AfterText { get; init; } = "250 taken";

        public SmtpRelay Relay(SmtpSecurity security = SmtpSecurity.None) =>
            new(new SmtpOptions { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Security = security, Timeout = TimeSpan.FromSeconds(20) });

        async Task RunAsync()
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 here");
                while (await reader.ReadLineAsync() is { } command)
                {
                    Commands.Add(command);
                    var answer = Answer(command) ?? (command == "DATA" ? "354 go on" : command.StartsWith("EHLO", StringComparison.Ordinal) ? "250-test\r\n250 SIZE" : "250 ok");
                    if (answer.Length == 0)
                        return;
                    await writer.WriteLineAsync(answer);
                    if (!answer.StartsWith("354", StringComparison.Ordinal))
                        continue;
                    var text = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } line && line != ".")
                        text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
                    Received = text.ToString();
                    if (AfterText.Length == 0)
                        return;
                    await writer.WriteLineAsync(AfterText);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // the relay hung up, or the test is over
            }
        }

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await running;
        }
    }
}
