using Steward.LanguageModels;
using Steward.Providers.Web;

namespace Steward.Providers.Tests.LanguageModels;

public sealed class ReachTests
{
    [Fact]
    public void This_machine_uses_no_proxy_and_nothing_follows_a_redirect()
    {
        using var here = new GuardedHttp([]).Handler(Reach.ThisMachine);
        using var anywhere = new GuardedHttp([]).Handler(Reach.Anywhere);
        Assert.False(here.UseProxy);
        Assert.False(here.AllowAutoRedirect || anywhere.AllowAutoRedirect);
    }
}
