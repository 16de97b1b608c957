using System.Globalization;
using NodaTime;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Calendars;
using Steward.Tools.Reading;

namespace Steward.Tools.Priorities;

/// <summary>Why a conversation matters, if it does. Pure: the same conversation and moment give the same reasons and points.</summary>
static class WeighThread
{
    /// <summary>A question of one's own is awaited after so many days.</summary>
    const int PatienceDays = 3;
    /// <summary>A deadline is over so many days after it has passed.</summary>
    const int OverdueDays = 14;

    public static Matter? Of(MailThread thread, PriorityContext context)
    {
        var messages = thread.Messages.Where(m => !m.Summary.Labels.Any(l => l is SystemLabels.Draft or SystemLabels.Trash or SystemLabels.Spam)).ToList();
        if (messages.Count == 0)
            return null;
        var lastMine = messages.FindLastIndex(m => context.Own.Contains(m.Summary.From.Email));
        var reasons = new List<PriorityReason>();
        for (var i = 0; i < messages.Count; i++)
        {
            if (context.Own.Contains(messages[i].Summary.From.Email))
                FromMe(messages, i, context, reasons);
            else
                FromThem(messages[i], answered: i < lastMine, context, reasons);
        }
        if (reasons.Count == 0)
            return null;
        var newest = messages.FindLast(m => !context.Own.Contains(m.Summary.From.Email)) ?? messages[^1];
        Circumstances(messages, newest, context, reasons);
        var mine = context.Own.Contains(newest.Summary.From.Email);
        var who = mine ? newest.Summary.To.FirstOrDefault(t => !context.Own.Contains(t.Email)) : newest.Summary.From;
        return new Matter(thread.Summary.Subject, who?.Name ?? who?.Email, who?.Email, messages[^1].Summary.Date, thread.Summary.AccountId, SourceOf(newest), [.. reasons.GroupBy(r => r.Kind, StringComparer.Ordinal).Select(Strongest)]);
    }

    /// <summary>Two questions do not weigh twice: of each kind the strongest reason counts, the newest of equals.</summary>
    static PriorityReason Strongest(IGrouping<string, PriorityReason> reasons) => reasons.Reverse().MaxBy(r => r.Points)!;

    /// <summary>Unanswered questions, deadlines and unread mail of others. Bulk mail asks nobody anything.</summary>
    static void FromThem(Message message, bool answered, PriorityContext context, List<PriorityReason> reasons)
    {
        var summary = message.Summary;
        if (MachineSenders.IsBulk(summary.Labels) || message.ListUnsubscribe is not null && !summary.Labels.Contains(SystemLabels.Updates))
            return;
        var machine = MachineSenders.IsMachine(summary.From.Email);
        var sentences = Clues.SentencesOf(message.Text);
        var due = Clues.Deadlines(sentences, s => context.Times(s, summary.Date)).Where(d => d.Due > context.Now.AddDays(-OverdueDays)).MinBy(d => d.Due);
        if (due is { Due: { } by } && !answered)
            reasons.Add(new(PriorityKinds.Due, DuePoints(by, context), DueText(by, EndsADay(due, context), context), due.Sentence, SourceOf(message), by, EndsADay(due, context)));
        if (answered || machine)
            return;
        var who = summary.From.Name ?? summary.From.Email;
        if (Clues.Asks(sentences) is [var ask, ..] && summary.To.Any(t => context.Own.Contains(t.Email)))
        {
            var days = Days(summary.Date, context);
            reasons.Add(new(PriorityKinds.Waiting, 25 + Math.Min(10, 2 * days), $"{who} asked {Ago(days)} and has no answer", ask.Sentence, SourceOf(message)));
        }
        if (summary.Unread)
            reasons.Add(new(PriorityKinds.Unread, 8, "unread", null, SourceOf(message)));
        if (Clues.IsUrgent(summary.Subject) || sentences.Any(Clues.IsUrgent))
            reasons.Add(new(PriorityKinds.Urgent, 20, "says that it is urgent", sentences.FirstOrDefault(Clues.IsUrgent), SourceOf(message)));
    }

    /// <summary>What I said I would do, and what I asked and nobody has answered.</summary>
    static void FromMe(List<Message> messages, int at, PriorityContext context, List<PriorityReason> reasons)
    {
        var message = messages[at];
        var sentences = Clues.SentencesOf(message.Text);
        var later = messages.Skip(at + 1).ToList();
        var kept = later.Any(m => context.Own.Contains(m.Summary.From.Email) && (m.Summary.HasAttachments || Clues.SentencesOf(m.Text).Any(Clues.Delivers)));
        if (!kept)
        {
            foreach (var promise in Clues.Promises(sentences, s => context.Times(s, message.Summary.Date)).Where(p => p.Due is null || p.Due > context.Now.AddDays(-OverdueDays)).Take(2))
            {
                var text = promise.Due is { } by ? $"you promised it, {DueText(by, EndsADay(promise, context), context)}" : $"you promised it {Ago(Days(message.Summary.Date, context))}";
                reasons.Add(new(PriorityKinds.Promised, promise.Due is { } due ? 10 + DuePoints(due, context) : 18, text, promise.Sentence, SourceOf(message), promise.Due, EndsADay(promise, context)));
            }
        }
        var days = Days(message.Summary.Date, context);
        var to = message.Summary.To.FirstOrDefault(t => !context.Own.Contains(t.Email) && !MachineSenders.IsMachine(t.Email));
        if (later.Count == 0 && days >= PatienceDays && to is not null && Clues.Asks(sentences) is [var ask, ..])
            reasons.Add(new(PriorityKinds.Awaited, 10 + Math.Min(10, days), $"{to.Name ?? to.Email} has not answered for {days} days", ask.Sentence, SourceOf(message)));
    }

    /// <summary>What makes a thing weigh more or less; alone it is no reason.</summary>
    static void Circumstances(List<Message> messages, Message newest, PriorityContext context, List<PriorityReason> reasons)
    {
        var summary = newest.Summary;
        if (context.Important.Contains(summary.From.Email))
            reasons.Add(new("person", 20, "from somebody whose role you named"));
        else if (context.Known.Contains(summary.From.Email))
            reasons.Add(new("person", 6, "from somebody you write to"));
        else if (!context.Own.Contains(summary.From.Email))
            reasons.Add(new("person", -8, "from an address you have never written to"));
        if (messages.Exists(m => m.Summary.Labels.Contains(SystemLabels.Important)))
            reasons.Add(new("mark", 8, "marked important"));
        if (messages.Exists(m => m.Summary.Labels.Contains(SystemLabels.Starred)))
            reasons.Add(new("mark", 10, "starred by you"));
        var days = Days(messages[^1].Summary.Date, context);
        if (days > 7)
            reasons.Add(new("age", -Math.Min(15, days - 7), $"last mail {days} days ago"));
    }

    /// <summary>"By tonight" ends at midnight, which is the end of today and no hour of tomorrow.</summary>
    static bool EndsADay(Clue clue, PriorityContext context) => clue.WholeDay || clue.Due is { } due && Local(due, context).TimeOfDay == LocalTime.Midnight;

    public static int DuePoints(DateTimeOffset due, PriorityContext context) => DaysUntil(due, context) switch { < 0 => 50, 0 => 45, 1 => 35, <= 3 => 28, <= 7 => 18, <= 31 => 8, _ => 2 };

    public static string DueText(DateTimeOffset due, bool wholeDay, PriorityContext context)
    {
        var last = Local(wholeDay ? due.AddTicks(-1) : due, context);
        var day = last.ToString("ddd d MMM", CultureInfo.InvariantCulture);
        var time = wholeDay ? "" : last.ToString(", HH:mm", CultureInfo.InvariantCulture);
        return DaysUntil(due, context) switch { < 0 => $"was due {day}{time}", 0 => $"due today{time}", 1 => $"due tomorrow{time}", _ => $"due {day}{time}" };
    }

    /// <summary>A whole day that ends tonight is due today.</summary>
    static int DaysUntil(DateTimeOffset due, PriorityContext context) => due <= context.Now ? -1 : Period.Between(Local(context.Now, context).Date, Local(due.AddTicks(-1), context).Date, PeriodUnits.Days).Days;

    static LocalDateTime Local(DateTimeOffset at, PriorityContext context) => Instant.FromDateTimeOffset(at).InZone(When.ZoneOf(context.Zone)).LocalDateTime;

    static int Days(DateTimeOffset at, PriorityContext context) => Math.Max(0, Period.Between(Local(at, context).Date, Local(context.Now, context).Date, PeriodUnits.Days).Days);

    static string Ago(int days) => days switch { 0 => "today", 1 => "yesterday", _ => $"{days} days ago" };

    static SourceRef SourceOf(Message message) => new("message", message.Summary.Id.ToString(), $"{message.Summary.From.Name ?? message.Summary.From.Email}: {message.Summary.Subject}");
}
