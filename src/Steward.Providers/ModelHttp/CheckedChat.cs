using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Steward.Providers.ModelHttp;

/// <summary>
/// Makes whatever an SDK throws while it reads an answer a <see cref="LanguageModels.ModelException"/>, and notices an answer that ends without saying that it is finished: a stream that was
/// cut is never taken for a whole one.
/// </summary>
sealed class CheckedChat(string provider, IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception e) when (Faults.Concerns(e, cancellationToken))
        {
            throw Faults.Translate(provider, e);
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var finished = false;
        while (true)
        {
            try
            {
                if (!await updates.MoveNextAsync())
                    break;
            }
            catch (Exception e) when (Faults.Concerns(e, cancellationToken))
            {
                throw Faults.Translate(provider, e);
            }
            finished |= updates.Current.FinishReason is not null;
            yield return updates.Current;
        }
        if (!finished)
            throw Faults.BrokeOff(provider);
    }
}
