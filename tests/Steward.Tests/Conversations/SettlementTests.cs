using Steward.Actions;
using Steward.Conversations.Turns;

namespace Steward.Tests.Conversations;

public sealed class SettlementTests
{
    [Theory]
    [InlineData(ProposalState.Pending, false)]
    [InlineData(ProposalState.Approved, false)]
    [InlineData(ProposalState.Executing, false)]
    [InlineData(ProposalState.Done, true)]
    [InlineData(ProposalState.Failed, true)]
    [InlineData(ProposalState.Unknown, true)]
    [InlineData(ProposalState.Rejected, true)]
    [InlineData(ProposalState.Expired, true)]
    [InlineData(ProposalState.Stale, true)]
    [InlineData(ProposalState.Cancelled, true)]
    [InlineData(ProposalState.Undone, true)]
    public void A_run_waits_for_what_may_still_change_by_itself(ProposalState state, bool settled) => Assert.Equal(settled, Settlement.IsSettled(ReplyWriterTests.Proposal(state)));

    [Fact]
    public void Held_mail_is_settled_because_the_person_has_decided() =>
        Assert.True(Settlement.IsSettled(ReplyWriterTests.Proposal(ProposalState.Approved, heldUntil: DateTimeOffset.UnixEpoch)));

    [Fact]
    public void Every_outcome_is_counted_in_words() => Assert.Equal("2 done, 1 held before sending, 1 expired without a decision", Settlement.Say(
    [
        ReplyWriterTests.Proposal(ProposalState.Done), ReplyWriterTests.Proposal(ProposalState.Done), ReplyWriterTests.Proposal(ProposalState.Expired),
        ReplyWriterTests.Proposal(ProposalState.Approved, heldUntil: DateTimeOffset.UnixEpoch),
    ]));
}
