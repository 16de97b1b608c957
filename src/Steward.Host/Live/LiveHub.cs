using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Steward.Accounts;

namespace Steward.Host.Live;

/// <summary>
/// The same events over SignalR. A client calls Subscribe with the last number that it has and gets every later event once, in order, as "event". Subscribing again on one
/// connection ends the earlier subscription first.
/// </summary>
[Authorize]
sealed class LiveHub(LiveReader reader, IHubContext<LiveHub> hub, ILogger<LiveHub> log) : Hub
{
    const string Running = "live";

    public async Task Subscribe(long? after)
    {
        if (after < 0)
            throw new HubException("The number of an event is 0 or more.");
        if (!Guid.TryParse(Context.User?.FindFirstValue(ClaimTypes.NameIdentifier), out var personId))
            throw new HubException("Sign in first.");
        await EndAsync();
        var end = CancellationTokenSource.CreateLinkedTokenSource(Context.ConnectionAborted);
        Context.Items[Running] = (end, PumpAsync(hub.Clients.Client(Context.ConnectionId), Context, personId, after, end.Token));
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        await EndAsync();
        await base.OnDisconnectedAsync(exception);
    }

    async Task PumpAsync(ISingleClientProxy client, HubCallerContext context, Guid personId, long? after, CancellationToken cancel)
    {
        try
        {
            await foreach (var message in reader.ReadAsync(personId, Sessions.Of(context.User), after, cancel))
            {
                if (message is not null)
                    await client.SendAsync("event", message, cancel);
            }
            // The session was ended.
            context.Abort();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Disconnected, or subscribed anew.
        }
        catch (Exception e)
        {
            log.LogWarning(e, "A live connection is ended; its client connects again and gets what it missed");
            context.Abort();
        }
    }

    async Task EndAsync()
    {
        if (Context.Items.Remove(Running, out var value) && value is (CancellationTokenSource end, Task pump))
        {
            await end.CancelAsync();
            await pump;
            end.Dispose();
        }
    }
}
