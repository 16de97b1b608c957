using Steward.Accounts;
using Steward.Items;
using Steward.Platform;

namespace Steward.Host;

/// <summary>What every start sees to before it serves: a master key that fits, an owner, the owner's token in a file of mode 600, a one-time sign-in link, the demo's content.</summary>
static class FirstSteps
{
    /// <returns>The ticket of the one-time link.</returns>
    public static async Task<string> TakeAsync(IServiceProvider services, StewardOptions options, DataFolder data, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var provider = scope.ServiceProvider;
        await provider.GetRequiredService<MasterKeyStore>().EnsureAsync(provider.GetRequiredService<MasterKeyLedger>(), cancel);
        var owner = await provider.GetRequiredService<EnsureOwner>().ExecuteAsync(options.Demo ? "Alex Morgan" : "Owner", cancel);
        var tokens = provider.GetRequiredService<ApiTokens>();
        var file = data.File("owner.token");
        var known = File.Exists(file) ? await tokens.FindPersonAsync((await File.ReadAllTextAsync(file, cancel)).Trim(), cancel) : null;
        if (known?.Id != owner.Id)
            await OwnerOnlyFile.WriteAsync(file, await tokens.IssueAsync(owner.Id, "owner.token", null, cancel), cancel);
        if (options.Demo && await provider.GetRequiredService<SeedDemo>().ExecuteAsync(owner.Id, cancel) is { Ok: false, Error: { } error })
            throw new StartException($"The demo cannot be added: {error.Detail}");
        return await provider.GetRequiredService<SignInTickets>().IssueAsync(owner.Id, cancel);
    }
}
