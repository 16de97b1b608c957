using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Steward.Mail;

namespace Steward.Providers.Web;

/// <summary>The POST of RFC 8058. Whether it may have arrived is decided by whether its body had begun to be written: before that, a failure is a refusal.</summary>
sealed class OneClickClient : IUnsubscribeClient, IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    readonly HttpMessageInvoker http;
    readonly Func<Uri, bool> acceptable;

    public OneClickClient()
        : this(PublicAddresses.Contain, uri => uri.IsDefaultPort, null)
    {
    }

    /// <summary>For tests, which serve on this machine with certificates of their own.</summary>
    internal OneClickClient(Func<IPAddress, bool> allowed, Func<Uri, bool> acceptable, RemoteCertificateValidationCallback? trust)
    {
        this.acceptable = acceptable;
        var handler = GuardedHttp.Handler(allowed);
        handler.SslOptions.RemoteCertificateValidationCallback = trust;
        http = new HttpMessageInvoker(handler);
    }

    public async Task<UnsubscribeOutcome> PostAsync(Uri address, CancellationToken cancel)
    {
        if (address.Scheme != Uri.UriSchemeHttps || address.UserInfo.Length > 0 || !acceptable(address))
            return new UnsubscribeOutcome.Refused("address_refused", "Only https addresses on the usual port are used for unsubscribing. Nothing was sent.");
        var body = new Noted();
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            return Outcome(address, response);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            return body.Begun
                ? new UnsubscribeOutcome.Unknown($"{address.IdnHost} got the request and did not answer. Whether it was heard is not known.")
                : NotSent(address, e);
        }
    }

    static UnsubscribeOutcome Outcome(Uri address, HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 and var status => new UnsubscribeOutcome.Accepted(status),
        // "The mail sender MUST NOT return an HTTPS redirect" (RFC 8058): one that does may have heard or not.
        >= 300 and < 400 and var status => new UnsubscribeOutcome.Unknown($"{address.IdnHost} answered {status} and points elsewhere, which was not followed. Whether you are off the list it did not say."),
        >= 400 and < 500 and var status => new UnsubscribeOutcome.Refused($"http_{status}", $"{address.IdnHost} answered {status}: it did not take the request."),
        var status => new UnsubscribeOutcome.Unknown($"{address.IdnHost} answered {status}: it had trouble. Whether you are off the list is not known."),
    };

    static UnsubscribeOutcome NotSent(Uri address, Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is AddressRefusedException)
                return new UnsubscribeOutcome.Refused("address_not_public", $"{address.IdnHost} lies in a private network, not on the internet. Nothing was sent.");
            if (inner is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain })
                return new UnsubscribeOutcome.Refused("host_not_found", $"There is no {address.IdnHost}. Nothing was sent.");
        }
        return new UnsubscribeOutcome.Refused("unreachable", $"{address.IdnHost} could not be reached. Nothing was sent.");
    }

    public void Dispose() => http.Dispose();

    /// <summary>The body that RFC 8058 asks for, which notes that it has begun to leave.</summary>
    sealed class Noted : HttpContent
    {
        static readonly byte[] Form = Encoding.ASCII.GetBytes("List-Unsubscribe=One-Click");

        public Noted() => Headers.ContentType = new("application/x-www-form-urlencoded");

        public bool Begun { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancel)
        {
            Begun = true;
            await stream.WriteAsync(Form, cancel);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Form.Length;
            return true;
        }
    }
}
