using FsCheck;
using FsCheck.Fluent;
using Steward.Actions;
using Steward.Actions.Policy;
using Steward.Platform;

namespace Steward.Tests.Actions;

public sealed class PolicyTests
{
    static readonly ActionRecipient Friend = new("to", "anna@example.org", "Anna", true, Trust.Outside);

    static ActionPreview Preview(IEnumerable<ActionRecipient>? to = null, params RiskReason[] risks) =>
        new() { Title = "t", Target = new("x", null, null, "x"), Changes = [], Recipients = [.. to ?? []], Risks = risks };

    static PolicyVerdict Decide(EffectClass effect, Reversibility reversibility, ActionPreview preview, params string[] autoReject) =>
        ActionPolicy.Decide(new("mail.send", effect, reversibility, preview, autoReject));

    [Theory]
    [InlineData(EffectClass.PrivateWrite, Reversibility.Undoable, RiskLevel.Low)]
    [InlineData(EffectClass.PrivateWrite, Reversibility.Irreversible, RiskLevel.Medium)]
    [InlineData(EffectClass.External, Reversibility.Held, RiskLevel.Medium)]
    [InlineData(EffectClass.External, Reversibility.Undoable, RiskLevel.Medium)]
    [InlineData(EffectClass.Destructive, Reversibility.Undoable, RiskLevel.Medium)]
    [InlineData(EffectClass.Destructive, Reversibility.Irreversible, RiskLevel.High)]
    [InlineData(EffectClass.PersistentAccess, Reversibility.Undoable, RiskLevel.High)]
    [InlineData(EffectClass.Spend, Reversibility.Irreversible, RiskLevel.High)]
    public void Risk_of_an_effect(EffectClass effect, Reversibility reversibility, RiskLevel risk)
    {
        var verdict = Decide(effect, reversibility, Preview());
        Assert.Equal((PolicyDecision.Ask, risk), (verdict.Decision, verdict.Risk));
        Assert.Equal(risk > RiskLevel.Low, verdict.Reasons.Count > 0);
    }

    [Theory]
    [InlineData("to", "anna@example.org", true, Trust.Outside, RiskLevel.Medium)] // known: the thread's own sender
    [InlineData("to", "anna@example.org", true, Trust.User, RiskLevel.Medium)]
    [InlineData("to", "x@evil.example", false, Trust.Outside, RiskLevel.High)]
    [InlineData("bcc", "x@evil.example", false, Trust.Outside, RiskLevel.High)]
    [InlineData("to", "new@example.org", false, Trust.User, RiskLevel.Medium)]
    [InlineData("to", "new@example.org", false, Trust.System, RiskLevel.Medium)]
    [InlineData("to", "\u0430nna@example.org", false, Trust.User, RiskLevel.High)] // Cyrillic a
    [InlineData("to", "anna@xn--exmple-cua.org", false, Trust.User, RiskLevel.High)]
    [InlineData("to", "anna@mail.XN--exmple-cua.org", false, Trust.User, RiskLevel.High)]
    [InlineData("to", "jürgen@example.org", true, Trust.User, RiskLevel.Medium)]
    public void Risk_of_a_recipient_of_something_external(string role, string address, bool known, Trust origin, RiskLevel risk) =>
        Assert.Equal(risk, Decide(EffectClass.External, Reversibility.Held, Preview([new(role, address, null, known, origin)])).Risk);

    [Fact]
    public void The_reason_names_the_address_and_where_it_came_from()
    {
        var verdict = Decide(EffectClass.External, Reversibility.Held, Preview([Friend, new("to", "x@evil.example", null, false, Trust.Outside, new("message", "m"))]));
        Assert.Equal("The address x@evil.example came out of a message, not from you.", verdict.Reasons[0].Text);
    }

    [Fact]
    public void Many_recipients_and_hidden_ones_are_said()
    {
        var many = Enumerable.Range(0, 21).Select(i => Friend with { Address = $"a{i}@example.org" });
        Assert.Contains(Decide(EffectClass.External, Reversibility.Held, Preview(many)).Reasons, r => r.Level == RiskLevel.High && r.Text.Contains("21", StringComparison.Ordinal));
        Assert.Contains(Decide(EffectClass.External, Reversibility.Held, Preview([Friend with { Role = "bcc" }])).Reasons, r => r.Text.Contains("hidden", StringComparison.Ordinal));
    }

    [Fact]
    public void Hidden_characters_are_a_reason()
    {
        var verdict = ActionPolicy.Decide(new("k", EffectClass.PrivateWrite, Reversibility.Undoable, Preview(), [], HiddenCharacters: 3));
        Assert.Equal(RiskLevel.Medium, verdict.Risk);
        Assert.Contains("3 invisible", verdict.Reasons[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mail.send", true)]
    [InlineData("MAIL.SEND", true)]
    [InlineData("mail.*", true)]
    [InlineData("external", true)]
    [InlineData("mail.sen", false)]
    [InlineData("mail", false)]
    [InlineData("calendar.*", false)]
    [InlineData("privateWrite", false)]
    [InlineData("", false)]
    public void A_persons_own_rules(string rule, bool denies)
    {
        var verdict = Decide(EffectClass.External, Reversibility.Held, Preview(), rule);
        Assert.Equal(denies ? PolicyDecision.Deny : PolicyDecision.Ask, verdict.Decision);
        Assert.Equal(denies, verdict.DenyReason is not null);
    }

    [Fact]
    public void The_risk_is_never_below_what_the_kind_saw_and_is_always_explained()
    {
        var any = from effect in Gen.Elements(Enum.GetValues<EffectClass>())
                  from reversibility in Gen.Elements(Enum.GetValues<Reversibility>())
                  from risks in Gen.Elements(Enum.GetValues<RiskLevel>()).Select(level => new RiskReason(level, $"kind says {level}")).ListOf()
                  from to in (from known in Gen.Elements(true, false)
                              from origin in Gen.Elements(Enum.GetValues<Trust>())
                              from address in Gen.Elements("a@b.example", "ö@b.example", "c@xn--d.example")
                              select new ActionRecipient("to", address, null, known, origin)).ListOf()
                  select (effect, reversibility, Preview(to, [.. risks]));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(any.ToArbitrary(), input =>
        {
            var (effect, reversibility, preview) = input;
            var verdict = Decide(effect, reversibility, preview);
            var seen = preview.Risks.Select(r => r.Level).DefaultIfEmpty(RiskLevel.Low).Max();
            var outsider = preview.Recipients.Any(r => !r.Known && r.Origin == Trust.Outside);
            return verdict.Risk >= seen
                && verdict.Risk == verdict.Reasons.Select(r => r.Level).DefaultIfEmpty(RiskLevel.Low).Max()
                && verdict.Decision == PolicyDecision.Ask
                && (!outsider || verdict.Risk == RiskLevel.High)
                && (effect != EffectClass.External || verdict.Risk >= RiskLevel.Medium)
                && verdict.Reasons.SequenceEqual(verdict.Reasons.OrderByDescending(r => r.Level));
        }));
    }
}
