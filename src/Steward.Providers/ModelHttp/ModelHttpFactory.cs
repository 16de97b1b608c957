using Steward.LanguageModels;
using Steward.Providers.Recording;
using Steward.Providers.Web;

namespace Steward.Providers.ModelHttp;

/// <summary>Clients for providers of models. The time limit is the gateway's; a client of its own would end long answers at an arbitrary second.</summary>
/// <param name="tape">Records what goes through, where recording is on.</param>
/// <param name="replay">Answers in the place of every provider; then nothing is connected to.</param>
public sealed class ModelHttpFactory(GuardedHttp guarded, TimeProvider clock, ModelTape? tape = null, ModelReplay? replay = null)
{
    internal HttpClient Create(ProviderAddress address, string kind, Uri defaultUrl)
    {
        var given = address.BaseUrl ?? defaultUrl;
        if (given.Scheme is not ("http" or "https"))
            throw new FormatException("The address of a provider begins with http:// or https://.");
        var url = new Uri(given.AbsoluteUri.TrimEnd('/') + "/");
        var wire = replay is not null ? replay.Handler(address.Name, url)
            : tape is { On: true } ? new RecordingHandler(tape, address, kind, url, clock, guarded.Handler(address.Reach))
            : guarded.Handler(address.Reach);
        return new HttpClient(new AnswerCheck(address.Name, clock, wire)) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
    }
}
