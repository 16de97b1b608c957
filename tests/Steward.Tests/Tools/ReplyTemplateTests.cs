using NodaTime;
using Steward.Mail;
using Steward.Tools.Drafting;

namespace Steward.Tests.Tools;

public sealed class ReplyTemplateTests
{
    static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase) { "me@steward.local" };

    [Fact]
    public void A_draft_greets_by_first_name_repeats_the_questions_and_dates_and_signs_off()
    {
        var message = Mails.Message("sarah@example.org", "Re: Atlas budget", "Hi,\n\nCould you approve the Atlas budget?\nThe board meets on Friday 20 November.\n\nBest,\nSarah", name: "Sarah Miller");
        var text = ReplyTemplate.Write(message, [], null, "Olivia Owner", DateTimeZoneProviders.Tzdb["Europe/Berlin"]);
        Assert.Equal(
            """
            Hi Sarah,

            Thank you for your message of 16 November about “Atlas budget”.

            To your question:

            > Could you approve the Atlas budget?
            [your answer]

            I have noted:
            - The board meets on Friday 20 November.

            Best regards,
            Olivia Owner

            """, text);
    }

    [Theory]
    [InlineData("say that I agree", "I agree.")]
    [InlineData("telling her the offer is too high!", "The offer is too high!")]
    [InlineData("I am on holiday", "I am on holiday.")]
    public void The_persons_own_instructions_become_the_message(string instructions, string said)
    {
        var message = Mails.Message("sarah@example.org", "Offer", "Here it is.", name: "Sarah Miller");
        var text = ReplyTemplate.Write(message, [], instructions, "Olivia", DateTimeZone.Utc);
        Assert.Contains($"\n{said}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[your", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sarah Miller", "x@y.z", "Sarah")]
    [InlineData("Miller, Sarah", "x@y.z", "Sarah")]
    [InlineData("Dr. Sarah Miller (ACME)", "x@y.z", "Sarah")]
    [InlineData(null, "sarah.miller@y.z", "Sarah")]
    [InlineData("sarah@y.z", "sarah@y.z", "Sarah")]
    public void First_names_are_found(string? name, string email, string first) => Assert.Equal(first, ReplyTemplate.FirstName(new MailAddress(name, email)));

    [Fact]
    public void The_message_that_asks_and_waits_is_answered_before_newer_chatter()
    {
        var asks = Mails.Message("sarah@example.org", "Budget", "Can you approve the budget?");
        var chatter = Mails.Message("ben@example.org", "Party", "It was a nice evening.", Mails.Monday.AddHours(5));
        Assert.Same(asks, AnswerableMessage.Of([Mails.Thread(chatter), Mails.Thread(asks)], Own));
    }

    [Fact]
    public void A_question_that_was_answered_already_is_not_answered_again()
    {
        var thread = Guid.NewGuid();
        var asked = Mails.Message("sarah@example.org", "Budget", "Can you approve the budget?", thread: thread);
        var answered = Mails.Message("me@steward.local", "Re: Budget", "Yes.", Mails.Monday.AddHours(1), thread: thread);
        var open = Mails.Message("ben@example.org", "Party", "Thank you for coming to the party.", Mails.Monday.AddHours(-5));
        Assert.Same(open, AnswerableMessage.Of([Mails.Thread(asked, answered), Mails.Thread(open)], Own));
    }

    [Fact]
    public void Machines_lists_drafts_and_oneself_are_never_answered()
    {
        Assert.Null(AnswerableMessage.Of(
        [
            Mails.Thread(Mails.Message("no-reply@shop.example", "Order", "Did you like it?")),
            Mails.Thread(Mails.Message("anna@example.org", "News", "Would you like more?", unsubscribe: "<https://example.org/u>")),
            Mails.Thread(Mails.Message("anna@example.org", "Sale", "Want it?", labels: [SystemLabels.Promotions])),
            Mails.Thread(Mails.Message("me@steward.local", "Note", "Shall I?")),
            Mails.Thread(Mails.Message("anna@example.org", "Spam", "Want it?", labels: [SystemLabels.Spam])),
        ], Own));
    }
}
