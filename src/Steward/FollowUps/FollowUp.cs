using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Mail;
using Steward.Platform;

namespace Steward.FollowUps;

/// <summary><c>Waiting → Answered | Due | Cancelled</c>, <c>Due → Answered | Closed</c>. Each arrow is taken under the row's lock, once.</summary>
public enum FollowUpState
{
    Waiting,
    /// <summary>The answer came, before or after it was due.</summary>
    Answered,
    /// <summary>No answer came in time; a mail that asks again may be proposed.</summary>
    Due,
    /// <summary>Asked again, or put away by the person.</summary>
    Closed,
    Cancelled,
}

/// <summary>An answer that the person waits for.</summary>
sealed class FollowUp
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid AccountId { get; init; }
    public Guid? MessageId { get; init; }
    public Guid? ThreadId { get; init; }
    public string? Subject { get; init; }
    public required IReadOnlyList<MailAddress> WaitsFor { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required FollowUpState State { get; set; }
    public DateTimeOffset? SettledAt { get; set; }
    public Guid? AnswerMessageId { get; set; }
    public Guid? ProposalId { get; set; }
    public string? Note { get; set; }
    public long LookedSeq { get; set; }
    public long Revision { get; set; }
}

/// <summary>A follow-up as lists and answers show it.</summary>
/// <param name="MessageId">The mail that waits; null when any mail of <paramref name="WaitsFor"/> counts.</param>
/// <param name="WaitsFor">Whose answer counts; empty: anybody's in the conversation.</param>
/// <param name="AnswerMessageId">The answer, once it came.</param>
/// <param name="ProposalId">The mail that asks again, once it was proposed.</param>
/// <param name="Note">What the person should know when it is due: that somebody wrote meanwhile, or why no mail is proposed.</param>
public sealed record FollowUpView(
    Guid Id, Guid AccountId, FollowUpState State, IReadOnlyList<MailAddress> WaitsFor, string? Subject, Guid? MessageId, Guid? ThreadId, DateTimeOffset DueAt, DateTimeOffset CreatedAt,
    DateTimeOffset? SettledAt, Guid? AnswerMessageId, Guid? ProposalId, string? Note)
{
    internal static FollowUpView Of(FollowUp row) => new(row.Id, row.AccountId, row.State, row.WaitsFor, row.Subject, row.MessageId, row.ThreadId, row.DueAt, row.CreatedAt, row.SettledAt, row.AnswerMessageId,
        row.ProposalId, row.Note);

    /// <summary>"Sarah Miller", "Sarah and Ben", "somebody".</summary>
    public string Who => Names(WaitsFor);

    internal static string Names(IReadOnlyList<MailAddress> people) => people.Count switch
    {
        0 => "somebody",
        1 => people[0].Name ?? people[0].Email,
        _ => $"{string.Join(", ", people.SkipLast(1).Select(p => p.Name ?? p.Email))} or {people[^1].Name ?? people[^1].Email}",
    };
}

sealed class FollowUpMapping : IEntityTypeConfiguration<FollowUp>
{
    public void Configure(EntityTypeBuilder<FollowUp> builder)
    {
        builder.ToTable("follow_ups", "follow_ups");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.WaitsFor).IsDocument();
        builder.Property(e => e.State).HasConversion<string>();
    }
}
