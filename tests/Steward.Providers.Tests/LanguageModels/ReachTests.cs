using Steward.LanguageModels;
using Steward.Providers.Reaching;

namespace Steward.Providers.Tests.LanguageModels;

public sealed class ReachTests
{
    [Fact]
    public void This_machine_uses_no_proxy_and_nothing_follows_a_redirect()
    {
        using var here = new ReachHandler([]).Create(Reach.ThisMachine);
        using var anywhere = new ReachHandler([]).Create(Reach.Anywhere);
        Assert.False(here.UseProxy);
        Assert.False(here.AllowAutoRedirect || anywhere.AllowAutoRedirect);
    }
}
