using Steward.LanguageModels;
using Steward.Providers.Reaching;

namespace Steward.Providers.ModelHttp;

/// <summary>Clients for providers of models. The time limit is the gateway's; a client of its own would end long answers at an arbitrary second.</summary>
public sealed class ModelHttpFactory(ReachHandler reach, TimeProvider clock)
{
    internal HttpClient Create(ProviderAddress address, Uri defaultUrl)
    {
        var url = address.BaseUrl ?? defaultUrl;
        if (url.Scheme is not ("http" or "https"))
            throw new FormatException("The address of a provider begins with http:// or https://.");
        return new HttpClient(new AnswerCheck(address.Name, clock, reach.Create(address.Reach))) { BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan };
    }
}
