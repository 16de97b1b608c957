using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Steward.Mail;

namespace Steward.Providers.Smtp;

/// <summary>
/// Hands messages to one SMTP server (RFC 5321), octet by octet as they were composed, to exactly the given envelope. All recipients or none: when the server
/// refuses one, the message is not handed over. Until the final dot is sent nothing can have been delivered, and a failure is a refusal; from then on, only the
/// server's own answer tells, and without one the outcome is unknown.
/// </summary>
sealed class SmtpRelay(SmtpOptions options) : IMailRelay
{
    public bool Configured => true;

    public async Task<RelayOutcome> SendAsync(RelayMessage message, CancellationToken cancel)
    {
        if (message.Envelope.Append(message.From).FirstOrDefault(a => a.Any(c => c is <= ' ' or >= (char)127 or '<' or '>')) is { } unwritable)
            return new RelayOutcome.Refused("smtp_address", $"The relay cannot carry the address {unwritable}.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.Timeout);
        var sent = false;
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(options.Host, options.Port, limit.Token);
            await using var session = await OpenAsync(client, limit.Token);
            await session.AskAsync($"MAIL FROM:<{message.From}>", "2", limit.Token);
            foreach (var recipient in message.Envelope)
                await session.AskAsync($"RCPT TO:<{recipient}>", "2", limit.Token);
            await session.AskAsync("DATA", "354", limit.Token);
            await session.WriteTextAsync(message.Octets, limit.Token);
            sent = true;
            await session.AskAsync(".", "2", limit.Token);
            return new RelayOutcome.Accepted();
        }
        catch (SmtpRefusedException refused)
        {
            return new RelayOutcome.Refused($"smtp_{refused.Code}", $"The mail relay said: {refused.Message}");
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            return sent
                ? new RelayOutcome.Unknown($"The mail relay took the message and did not answer ({e.GetType().Name}).")
                : new RelayOutcome.Refused("smtp_unreachable", $"The mail relay {options} could not be used ({e.GetType().Name}). Nothing was sent.");
        }
    }

    async Task<SmtpSession> OpenAsync(TcpClient client, CancellationToken cancel)
    {
        Stream stream = client.GetStream();
        if (options.Security == SmtpSecurity.Tls)
            stream = await SecureAsync(stream, cancel);
        var session = new SmtpSession(stream);
        await session.ExpectAsync("2", cancel);
        var features = await session.AskAsync("EHLO steward", "2", cancel);
        if (options.Security == SmtpSecurity.StartTls)
        {
            await session.AskAsync("STARTTLS", "2", cancel);
            // A new session reads nothing that came before TLS: what was slipped in ahead of it is left behind.
            session = new SmtpSession(await SecureAsync(stream, cancel));
            features = await session.AskAsync("EHLO steward", "2", cancel);
        }
        if (options.User is not null)
            await session.SignInAsync(features, options.User, options.Password ?? "", cancel);
        return session;
    }

    async Task<Stream> SecureAsync(Stream stream, CancellationToken cancel)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = options.Host }, cancel);
        return secure;
    }
}
