using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Conversations.Contacts;

/// <summary>What the person has said somebody is to them. Only the person's own words make one; mail never does.</summary>
sealed class StatedRole
{
    public required Guid PersonId { get; init; }
    /// <summary>Lower case: "manager".</summary>
    public required string Role { get; init; }
    public required string Address { get; init; }
    public required string Name { get; init; }
    public required Guid TurnId { get; init; }
    public DateTimeOffset StatedAt { get; init; }
}

sealed class StatedRoleMapping : IEntityTypeConfiguration<StatedRole>
{
    public void Configure(EntityTypeBuilder<StatedRole> builder)
    {
        builder.ToTable("stated_roles", "conversations");
        builder.HasKey(e => new { e.PersonId, e.Role, e.Address });
    }
}

/// <summary>"Sarah is my manager", "my manager is Sarah Miller".</summary>
sealed partial record RoleStatement(string Name, string Role)
{
    /// <summary>Null unless the whole message says this and nothing else.</summary>
    public static RoleStatement? Parse(string message)
    {
        var text = message.Trim().TrimEnd('.', '!').Trim();
        var match = NameFirst().Match(text) is { Success: true } first ? first : RoleFirst().Match(text);
        if (!match.Success)
            return null;
        var (name, role) = (match.Groups["name"].Value.Trim(), match.Groups["role"].Value.Trim().ToLowerInvariant());
        return Pronoun().IsMatch(name) ? null : new(name, role);
    }

    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;
    const string Role_ = @"(?<role>manager|boss|supervisor|team lead|lead|assistant|partner|wife|husband|spouse|accountant|lawyer|doctor|landlord|mentor|colleague|teammate|client|customer|coach|teacher|brother|sister|mother|father|mum|mom|dad|son|daughter|friend)";

    [GeneratedRegex(@"^(?<name>[^?!,;:]{1,80}?)\s+is\s+(also\s+)?my\s+(new\s+|direct\s+)?" + Role_ + "$", Options)]
    private static partial Regex NameFirst();

    [GeneratedRegex(@"^my\s+(new\s+|direct\s+)?" + Role_ + @"\s+is\s+(called\s+)?(?<name>[^?!,;:]{1,80})$", Options)]
    private static partial Regex RoleFirst();

    [GeneratedRegex(@"^(who|what|which|where|how|he|she|it|they|this|that|when|why)\b", Options)]
    private static partial Regex Pronoun();
}
