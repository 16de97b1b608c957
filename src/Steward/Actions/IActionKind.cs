using System.Text.Json;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Actions;

/// <summary>What an effect can do to the world. A closed list in code, never in a prompt.</summary>
public enum EffectClass { PrivateWrite, External, Destructive, PersistentAccess, Spend }

public enum RiskLevel { Low, Medium, High }

/// <summary>Whether an action can be taken back, and how. Shown before approval.</summary>
public enum Reversibility
{
    /// <summary>The inverse is stored at execution and can be run within the undo window.</summary>
    Undoable,
    /// <summary>Held for the undo window before it happens; afterwards it cannot be taken back (sent mail).</summary>
    Held,
    Irreversible,
}

/// <summary>
/// One kind of change to the outside, contributed by the room whose noun it is. It knows how to read its payload and how to show it;
/// it cannot perform it. Stateless, registered as a singleton with <c>services.AddActionKind&lt;T&gt;()</c>.
/// </summary>
public interface IActionKind
{
    /// <summary>Stable name, room-dot-verb: <c>mail.archive</c>, <c>calendar.create-event</c>. Stored with every proposal.</summary>
    string Name { get; }

    EffectClass Effect { get; }
    Reversibility Reversibility { get; }

    /// <summary>False for kinds that exist only as the inverse of another: they are performed by an undo and cannot be proposed.</summary>
    bool Proposable => true;

    /// <summary>What the person must have allowed on the account for this to be performed there; null when the account plays no part in it.</summary>
    AccountAccess? Needs => null;

    /// <summary>
    /// True for kinds that a person may let happen without being asked each time: the change is of one thing that exists and is named exactly, can be undone, and reaches nobody. What a person
    /// has granted is looked at in <c>Permissions/PermissionRule.cs</c>, which asks for more.
    /// </summary>
    bool MayStand => false;

    /// <summary>The record type of the payload; its JSON form is what is hashed, shown and performed.</summary>
    Type PayloadType { get; }

    /// <summary>
    /// Checks the payload against the world as it is now and describes the change. Reads only. Called at proposal, at every edit, and again when
    /// what was shown may be stale. A refusal here means that no proposal is made.
    /// </summary>
    /// <param name="subject">Whose change, on which account. The kind must check that every id in the payload belongs to it.</param>
    /// <param name="payload">An instance of <see cref="PayloadType"/>.</param>
    Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel);
}

/// <summary>Whose action it is and on which linked account.</summary>
public sealed record ActionSubject(Guid PersonId, Guid AccountId);

/// <summary>Exactly what a person approves: stored with the proposal and covered by its hash.</summary>
public sealed record ActionPreview
{
    /// <summary>One line: "Archive “Weekly deals”".</summary>
    public required string Title { get; init; }

    /// <summary>What is changed. <see cref="ActionTarget.Revision"/> is checked again at execution: a changed target asks again.</summary>
    public required ActionTarget Target { get; init; }

    /// <summary>Every field that changes, before and after, whole: nothing is cut here.</summary>
    public required IReadOnlyList<FieldChange> Changes { get; init; }

    /// <summary>Everybody whom this reaches, hidden copies too.</summary>
    public IReadOnlyList<ActionRecipient> Recipients { get; init; } = [];

    /// <summary>Reasons for more than low risk, in words. The kind says what it sees; Policy adds what it knows.</summary>
    public IReadOnlyList<RiskReason> Risks { get; init; } = [];

    /// <summary>What the person should know first: "invitees will be told", "sent mail cannot be unsent".</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// The values that are not the person's own words but came out of outside text, each with the place that says it; covered by the hash like all that is shown.
    /// Null, not empty, when there is none: the hash of what was stored before there were labels stays the same.
    /// </summary>
    public IReadOnlyList<OutsideValue>? Outside { get; init; }
}

/// <summary>A value of a proposal that came out of outside text.</summary>
/// <param name="Field">The field of the change that holds it: "body", "to", "summary" …</param>
/// <param name="Value">The value, when it is one of several in its field (an address); null when it is the field's own.</param>
/// <param name="Source">The place that says it; its text is the sentence, where one could be found. Null when only the label is known.</param>
public sealed record OutsideValue(string Field, string? Value, SourceRef? Source);

/// <param name="Type">"message", "thread", "draft", "event".</param>
/// <param name="Id">Id of the existing target; null when the action creates one.</param>
/// <param name="Revision">The target's revision when the preview was made; null when the action creates the target.</param>
/// <param name="Label">How to name it to a person.</param>
public sealed record ActionTarget(string Type, string? Id, string? Revision, string Label);

/// <param name="Field">"labels", "start", "subject", "body", "attendees" …</param>
/// <param name="Format">How to draw the difference.</param>
public sealed record FieldChange(string Field, string? Before, string? After, ChangeFormat Format = ChangeFormat.Text);

/// <summary><c>Text</c> word-level diff; <c>List</c> newline-separated items; <c>Time</c> ISO 8601 with zone; <c>Html</c> sanitised before storing.</summary>
public enum ChangeFormat { Text, List, Time, Html }

/// <param name="Role">to, cc, bcc, attendee.</param>
/// <param name="Known">True when the address is in the person's contacts, the thread, or was typed by the person.</param>
/// <param name="Origin">Where the address came from: one that is not <paramref name="Known"/> and came from <see cref="Trust.Outside"/> forces high risk.</param>
public sealed record ActionRecipient(string Role, string Address, string? Name, bool Known, Trust Origin, SourceRef? Source = null);

public sealed record RiskReason(RiskLevel Level, string Text);

/// <summary>An inverse, stored at execution: another kind and payload that takes the change back. Made by the performer from what it found, never by a model.</summary>
/// <param name="ExpectedRevision">The target's revision as the action left it: an undo that finds another is refused. Null when there is nothing to compare.</param>
public sealed record InverseAction(string Kind, JsonElement Payload, string? ExpectedRevision = null);
