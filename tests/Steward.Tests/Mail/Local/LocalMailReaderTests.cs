using Steward.Mail;
using Steward.Testing;

namespace Steward.Tests.Mail.Local;

public sealed class LocalMailReaderTests(TestDatabase database) : MailReaderConformance, IClassFixture<TestDatabase>
{
    private protected override async Task<MailWorld> WithAsync(params IncomingMessage[] messages)
    {
        var world = await MailWorld.CreateAsync(database);
        await world.StoreAsync(messages);
        return world;
    }
}
