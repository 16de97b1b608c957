using Steward.Mail;
using Steward.Tests.Mail;
using Steward.Tests.Mail.Local;

namespace Steward.Providers.Tests.Google;

/// <summary>What the Local account's mail reader promises, kept by Gmail's over HTTP.</summary>
public sealed class GmailReaderConformance(GoogleWorld google) : MailReaderConformance, IClassFixture<GoogleWorld>
{
    private protected override async Task<MailWorld> WithAsync(params IncomingMessage[] messages)
    {
        var world = await google.MailAsync(messages);
        await google.SyncAsync(world);
        return world;
    }
}

/// <summary>The same before anything has been synced: every answer is had from Gmail at that moment.</summary>
public sealed class UnsyncedGmailReaderConformance(GoogleWorld google) : MailReaderConformance, IClassFixture<GoogleWorld>
{
    private protected override async Task<MailWorld> WithAsync(params IncomingMessage[] messages) => await google.MailAsync(messages);
}

/// <summary>What the Local account's mail performer promises, kept by Gmail's over HTTP.</summary>
public sealed class GmailPerformerConformance(GoogleWorld google) : MailPerformerConformance, IClassFixture<GoogleWorld>
{
    private protected override async Task<MailWorld> WithAsync(params IncomingMessage[] messages)
    {
        var world = await google.MailAsync(messages);
        await google.SyncAsync(world);
        return world;
    }

    private protected override Task<string> ReachableAddressAsync() => Task.FromResult("anybody@example.org");
}
