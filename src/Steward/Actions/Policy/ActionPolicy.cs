using Steward.Platform;

namespace Steward.Actions.Policy;

/// <summary>
/// <c>Ask</c>: a person decides, now or beforehand by a standing permission for exactly such changes (<c>Permissions/PermissionRule.cs</c>). <c>Deny</c>: the person's own rule rejects it. There is no "allow".
/// </summary>
enum PolicyDecision { Ask, Deny }

/// <param name="AutoReject">Kinds ("mail.send"), rooms ("mail.*") and effect classes ("external") that the person rejects without being asked.</param>
/// <param name="HiddenCharacters">How many characters of what is shown would have been invisible.</param>
sealed record PolicyInput(string Kind, EffectClass Effect, Reversibility Reversibility, ActionPreview Preview, IReadOnlyList<string> AutoReject, int HiddenCharacters = 0);

/// <param name="Reasons">Why the risk is above low, highest first, each once.</param>
sealed record PolicyVerdict(PolicyDecision Decision, RiskLevel Risk, IReadOnlyList<RiskReason> Reasons, string? DenyReason = null);

/// <summary>Judges a proposal: <see cref="ActionPolicy.Decide"/>. The injection suite puts one in its place that is blind to labels, and must notice.</summary>
delegate PolicyVerdict JudgeProposal(PolicyInput input);

/// <summary>
/// What may be asked of a person, and with how much emphasis. A pure function over the proposal and the person's rules: neither a plan nor a model nor a mail
/// can talk to it. It only ever raises the risk that a kind has seen.
/// </summary>
static class ActionPolicy
{
    const int ManyRecipients = 20;

    public static PolicyVerdict Decide(PolicyInput input)
    {
        List<RiskReason> reasons = [.. input.Preview.Risks.Where(reason => reason.Level > RiskLevel.Low), .. OfEffect(input), .. OfRecipients(input.Preview.Recipients), .. OfWords(input)];
        if (input.HiddenCharacters > 0)
            reasons.Add(new(RiskLevel.Medium, $"The text holds {input.HiddenCharacters} invisible or direction-changing characters; they are shown here as ⟨U+…⟩."));
        IReadOnlyList<RiskReason> ordered = [.. reasons.Distinct().OrderByDescending(reason => reason.Level)];
        var risk = ordered.Count == 0 ? RiskLevel.Low : ordered[0].Level;
        var rule = input.AutoReject.FirstOrDefault(rule => Matches(rule, input));
        return rule is null ? new(PolicyDecision.Ask, risk, ordered) : new(PolicyDecision.Deny, risk, ordered, $"Your settings reject “{rule}” without asking.");
    }

    static IEnumerable<RiskReason> OfEffect(PolicyInput input)
    {
        switch (input.Effect)
        {
            case EffectClass.External:
                yield return new(RiskLevel.Medium, "This reaches other people.");
                break;
            case EffectClass.Destructive:
                yield return input.Reversibility == Reversibility.Irreversible
                    ? new(RiskLevel.High, "This removes something for ever.")
                    : new(RiskLevel.Medium, "This removes something.");
                break;
            case EffectClass.PersistentAccess:
                yield return new(RiskLevel.High, "This goes on working after today: it gives lasting access or changes what happens to future items.");
                break;
            case EffectClass.Spend:
                yield return new(RiskLevel.High, "This spends money.");
                break;
            case EffectClass.PrivateWrite:
                if (input.Reversibility == Reversibility.Irreversible)
                    yield return new(RiskLevel.Medium, "This cannot be undone.");
                break;
        }
    }

    static IEnumerable<RiskReason> OfRecipients(IReadOnlyList<ActionRecipient> recipients)
    {
        foreach (var recipient in recipients.Where(recipient => !recipient.Known))
        {
            if (recipient.Origin == Trust.Outside)
                yield return new(RiskLevel.High, $"The address {recipient.Address} came out of {Source(recipient.Source)}, not from you{Sentence(recipient.Source)}.");
            if (LooksAlike(recipient.Address))
                yield return new(RiskLevel.High, $"The address {recipient.Address} is written with letters that can imitate others.");
            if (recipient.Origin != Trust.Outside)
                yield return new(RiskLevel.Medium, $"You have not written to {recipient.Address} before.");
        }
        var hidden = recipients.Count(recipient => string.Equals(recipient.Role, "bcc", StringComparison.OrdinalIgnoreCase));
        if (hidden > 0)
            yield return new(RiskLevel.Medium, hidden == 1 ? "One recipient is hidden from the others." : $"{hidden} recipients are hidden from the others.");
        if (recipients.Count > ManyRecipients)
            yield return new(RiskLevel.High, $"This reaches {recipients.Count} addresses at once.");
    }

    /// <summary>Words of one correspondent that reach another: the person may want exactly that, and is told whose words they are.</summary>
    static IEnumerable<RiskReason> OfWords(PolicyInput input)
    {
        if (input.Effect is (EffectClass.PrivateWrite or EffectClass.Destructive) && input.Preview.Recipients.Count == 0)
            yield break;
        foreach (var field in (input.Preview.Outside ?? []).Where(label => label.Value is null).GroupBy(label => label.Field, StringComparer.Ordinal))
        {
            var level = input.Effect is EffectClass.Spend or EffectClass.PersistentAccess ? RiskLevel.High : RiskLevel.Medium;
            yield return new(level, $"What is in “{field.Key}” came out of {Source(field.Select(label => label.Source).FirstOrDefault(source => source is not null))}, not from you.");
        }
    }

    static string Source(SourceRef? source) => source is null ? "outside text" : source.Type is "event" ? "an event" : $"a {source.Type}";

    static string Sentence(SourceRef? source) => string.IsNullOrEmpty(source?.Text) ? "" : $": “{source.Text}”";

    /// <summary>Anything but ASCII in an address, or a domain in its ASCII disguise: for an address that the person knows this says nothing, for a stranger's much.</summary>
    static bool LooksAlike(string address) => address.Any(letter => letter > 127)
        || address[(address.LastIndexOf('@') + 1)..].Split('.').Any(label => label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase));

    static bool Matches(string rule, PolicyInput input) =>
        string.Equals(rule, input.Kind, StringComparison.OrdinalIgnoreCase)
        || string.Equals(rule, input.Effect.ToString(), StringComparison.OrdinalIgnoreCase)
        || (rule.EndsWith(".*", StringComparison.Ordinal) && input.Kind.StartsWith(rule[..^1], StringComparison.OrdinalIgnoreCase));
}
