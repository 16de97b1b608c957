using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Accounts;

/// <summary>What a person has chosen. A person without a row has the defaults here.</summary>
public sealed class PersonSettings
{
    public required Guid PersonId { get; init; }
    /// <summary>IANA zone.</summary>
    public string Zone { get; set; } = "UTC";
    /// <summary>BCP 47; decides 3/4 = March 4th or 3rd April, and the first day of the week.</summary>
    public string Locale { get; set; } = "en-US";
    public TimeOnly WorkdayStart { get; set; } = new(9, 0);
    public TimeOnly WorkdayEnd { get; set; } = new(17, 0);
    /// <summary>ISO days of the week, 1 = Monday.</summary>
    public int[] Workdays { get; set; } = [1, 2, 3, 4, 5];
    /// <summary>How long an executed action can be undone and a sent mail is held.</summary>
    public int UndoWindowSeconds { get; set; } = 300;
    public int ApprovalMinutes { get; set; } = 30;
    public int BatchApprovalMinutes { get; set; } = 45;
    /// <summary>Action kinds that are rejected without asking.</summary>
    public string[] AutoReject { get; set; } = [];
    public PlanWith PlanWith { get; set; }
}

/// <summary>Who turns requests into plans. <c>Auto</c>: the built-in planner, and a language model where that is not sure. <c>BuiltIn</c>: never a model. <c>Model</c>: always both.</summary>
public enum PlanWith { Auto, BuiltIn, Model }

sealed class PersonSettingsMapping : IEntityTypeConfiguration<PersonSettings>
{
    public void Configure(EntityTypeBuilder<PersonSettings> builder)
    {
        builder.ToTable("settings", "accounts");
        builder.HasKey(e => e.PersonId);
        builder.Property(e => e.PlanWith).HasConversion<string>();
    }
}
