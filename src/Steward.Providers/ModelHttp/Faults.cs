using System.Text.Json;
using Steward.LanguageModels;

namespace Steward.Providers.ModelHttp;

/// <summary>What may go wrong while an answer is read, as a <see cref="ModelException"/>.</summary>
static class Faults
{
    /// <summary>False: leave it as it is, because it is the caller's own cancellation, or nothing that a provider can cause.</summary>
    public static bool Concerns(Exception e, CancellationToken cancel) =>
        e is not ModelException && !(e is OperationCanceledException && cancel.IsCancellationRequested && Inner<ModelException>(e) is null) && Find("", e) is not null;

    public static ModelException Translate(string provider, Exception e) => Find(provider, e) ?? Unreadable(provider, e);

    static ModelException? Find(string provider, Exception e) => e switch
    {
        _ when Inner<ModelException>(e) is { } known => known,
        OperationCanceledException or TimeoutException => new ModelException(ModelFailure.TimedOut, $"{provider} did not answer in time.", inner: e),
        _ when Inner<IOException>(e) is not null || Inner<HttpRequestException>(e) is not null => BrokeOff(provider, e),
        JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException or AggregateException => Unreadable(provider, e),
        _ when e.GetType().Namespace is { } ns && (ns.StartsWith("Anthropic", StringComparison.Ordinal) || ns.StartsWith("System.ClientModel", StringComparison.Ordinal)) => Unreadable(provider, e),
        _ => null,
    };

    public static ModelException BrokeOff(string provider, Exception? e = null) => new(ModelFailure.Unavailable, $"{provider}'s answer broke off.", inner: e) { BrokeOff = true };

    static ModelException Unreadable(string provider, Exception e) => new(ModelFailure.BadAnswer, $"{provider} sent an answer that cannot be read.", inner: e);

    static T? Inner<T>(Exception? e) where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }
        return null;
    }
}
