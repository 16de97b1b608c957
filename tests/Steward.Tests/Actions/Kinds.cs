using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Tests.Actions;

sealed record SetText(string Thing, string Text);

/// <summary>A private change that can be taken back.</summary>
sealed class SetTextKind : IActionKind
{
    public const string KindName = "test.set-text";
    public const string RestoreName = "test.restore-text";

    public string Name => KindName;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public bool MayStand => true;
    public Type PayloadType => typeof(SetText);

    public Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var set = (SetText)payload;
        Result<ActionPreview> result = services.GetRequiredService<Outside>().Find(set.Thing) is not { } thing
            ? Error.NotFound("thing")
            : new ActionPreview
            {
                Title = $"Write “{set.Text}”",
                Target = new("thing", set.Thing, thing.Revision, "a thing"),
                Changes = [new("text", thing.Text, set.Text)],
            };
        return Task.FromResult(result);
    }
}

/// <summary>Exists as an inverse only.</summary>
sealed class RestoreTextKind : IActionKind
{
    public string Name => SetTextKind.RestoreName;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Irreversible;
    public bool Proposable => false;
    public Type PayloadType => typeof(SetText);
    public Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel) => throw new NotSupportedException();
}

sealed record Letter(IReadOnlyList<string> To, string Text, IReadOnlyList<string>? Typed = null);

/// <summary>Reaches others, and is held. Addresses that were not typed came out of a message.</summary>
sealed class SendLetter : IActionKind
{
    public const string KindName = "test.send";

    public string Name => KindName;
    public EffectClass Effect => EffectClass.External;
    public Reversibility Reversibility => Reversibility.Held;
    public Type PayloadType => typeof(Letter);

    public Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel)
    {
        var letter = (Letter)payload;
        return Task.FromResult<Result<ActionPreview>>(new ActionPreview
        {
            Title = "Send a letter",
            Target = new("letter", null, null, "a letter"),
            Changes = [new("body", null, letter.Text)],
            Recipients =
            [
                .. letter.To.Select(to => letter.Typed?.Contains(to) == true
                    ? new ActionRecipient("to", to, null, true, Trust.User)
                    : new ActionRecipient("to", to, null, false, Trust.Outside, new("message", "m1", "a mail"))),
            ],
        });
    }
}
