using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>A family of requests. A new family is one such file, its words in the lexicon, and a line in <see cref="Frame.All"/>.</summary>
interface IFrame
{
    /// <summary>How well the clause fits, from its mentions alone; null when it does not.</summary>
    Reading? Read(Clause clause);

    /// <summary>The verbs that a plan of this intent expresses: "get the ads archived" is an archive. Any other verb of the clause is asked about.</summary>
    IReadOnlyList<string> Covers(string intent);
}

static class Frame
{
    /// <summary>In order of preference when two readings are equally good.</summary>
    public static readonly IReadOnlyList<IFrame> All =
    [
        new ChangeMail(), new SummariseMail(), new DraftReply(), new ForwardMail(), new SendMail(), new ScheduleEvent(), new BlockTime(), new FindSlot(), new ChangeEvent(), new EditEvent(), new ListEvents(),
        new FindMail(), new RescheduleDay(), new FocusTime(), new MirrorCalendar(), new TransferEvents(), new WhatMatters(), new Outside(),
        new RespondInvitation(), new SnoozeMail(), new RemindMe(), new TakeNote(),
        new Unsubscribe(), new AwaitAnswer(), new ManageCalendar(), new AnswerFromMail(),
    ];
}

/// <param name="Score">0–1.</param>
/// <param name="Compose">Adds the steps; may stop with a question or a refusal.</param>
sealed record Reading(string Intent, double Score, Func<PlanBuilder, Composed> Compose);

/// <param name="Summary">A phrase without subject: "archive promotional mail before 21 Oct".</param>
/// <param name="Used">The mentions that the plan expresses; whatever else has meaning is left over.</param>
sealed record Composed(string Summary, IReadOnlySet<Mention> Used);
