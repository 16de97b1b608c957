using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform;

namespace Steward.Agents.Writers;

public enum Formality { Casual, Neutral, Formal }

/// <summary>
/// How a person writes, as a few features and nothing else: a greeting and a close out of the usual ones, lengths and habits. No sentence of anybody's mail is in it.
/// </summary>
/// <param name="Greeting">With {first} in the place of the first name: "Hi {first},".</param>
/// <param name="SignOff">The line before the name: "Best regards,".</param>
/// <param name="Words">Of a usual mail, without greeting and close.</param>
/// <param name="Contractions">"I'm", "don't".</param>
/// <param name="Exclamations">Exclamation marks are usual.</param>
public sealed record Voice(string Greeting, string SignOff, int Words, Formality Formality, bool Contractions, bool Exclamations)
{
    public static readonly Voice Plain = new("Hi {first},", "Best regards,", 80, Formality.Neutral, false, false);
}

/// <summary>What was learnt of a person's voice, and what they have said about it themselves, which wins.</summary>
sealed class VoiceRow
{
    public required Guid PersonId { get; init; }
    public Voice? Learnt { get; set; }
    public Voice? Said { get; set; }
    /// <summary>So many of the person's own mails were looked at.</summary>
    public int Mails { get; set; }
    public DateTimeOffset LearntAt { get; set; }
    /// <summary>The person does not want to be learnt from.</summary>
    public bool Off { get; set; }
}

sealed class VoiceMapping : IEntityTypeConfiguration<VoiceRow>
{
    public void Configure(EntityTypeBuilder<VoiceRow> builder)
    {
        builder.ToTable("voices", "agents");
        builder.HasKey(e => e.PersonId);
        builder.Property(e => e.Learnt).IsDocument();
        builder.Property(e => e.Said).IsDocument();
    }
}
