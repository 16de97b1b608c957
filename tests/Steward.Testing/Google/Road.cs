using System.Collections.Concurrent;
using Steward.Providers.Google;

namespace Steward.Testing.Google;

/// <summary>
/// The road between Steward and the server that stands for Google: counts what passes, and gives trouble to the requests that a test chooses. Below everything that
/// Steward itself does with a request, so what is seen above is what a broken network or a failing Google would bring about.
/// </summary>
public sealed class Road(ManualClock clock)
{
    readonly ConcurrentQueue<Func<Task>> late = new();
    readonly Lock gate = new();
    Func<string, Trouble?> plan = _ => null;

    /// <summary>"POST /gmail/v1/users/me/drafts", in the order in which they set out.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What Google would have counted for them, in its units.</summary>
    public int Units => units;

    int units;

    /// <summary>How many requests were given trouble since the last plan.</summary>
    public int Troubled { get; private set; }

    /// <summary>From now on each request meets what this says; it is asked for one request after the other.</summary>
    public void Plan(Func<string, Trouble?> trouble)
    {
        lock (gate)
            (plan, Troubled, units) = (trouble, 0, 0);
        Calls.Clear();
    }

    /// <summary>Only the request of this number among those that are meant, counted from one, has trouble.</summary>
    public void Plan(int at, Trouble trouble, Func<string, bool>? meant = null)
    {
        var count = 0;
        Plan(call => (meant is null || meant(call)) && ++count == at ? trouble : null);
    }

    public void Clear() => Plan(_ => null);

    /// <summary>What was held back arrives now, in the order in which it was sent.</summary>
    public async Task ArriveAsync()
    {
        while (late.TryDequeue(out var deliver))
            await deliver();
    }

    public DelegatingHandler Handler() => new Way(this);

    Trouble? Next(string call)
    {
        Calls.Enqueue(call);
        lock (gate)
        {
            var trouble = plan(call);
            Troubled += trouble is null ? 0 : 1;
            return trouble;
        }
    }

    sealed class Way(Road road) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Options.TryGetValue(GoogleCall.Key, out var call))
                Interlocked.Add(ref road.units, call.Units);
            if (road.Next($"{request.Method} {request.RequestUri!.AbsolutePath}") is not { } trouble)
                return await base.SendAsync(request, cancellationToken);
            var content = request.Content is { } body ? await body.ReadAsByteArrayAsync(cancellationToken) : null;
            return await trouble.Carry(new(() => base.SendAsync(Copy(request, content), CancellationToken.None), Later, Wait));

            void Later()
            {
                var copy = Copy(request, content);
                road.late.Enqueue(async () => (await base.SendAsync(copy, CancellationToken.None)).Dispose());
            }

            void Wait(TimeSpan time)
            {
                road.clock.Advance(time);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        static HttpRequestMessage Copy(HttpRequestMessage request, byte[]? content)
        {
            var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = content is null ? null : new ByteArrayContent(content) };
            foreach (var (name, values) in request.Headers)
                copy.Headers.TryAddWithoutValidation(name, values);
            foreach (var (name, values) in request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
                copy.Content!.Headers.TryAddWithoutValidation(name, values);
            return copy;
        }
    }

    readonly ManualClock clock = clock;
}
