using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Conversations.Contacts;

/// <summary>One member of a group that the person has named; mail never makes one.</summary>
sealed class StatedGroup
{
    public required Guid PersonId { get; init; }
    /// <summary>What the group is looked up by: <see cref="KeyOf"/>.</summary>
    public required string Key { get; init; }
    public required string Address { get; init; }
    /// <summary>The group's name as it was said.</summary>
    public required string Name { get; init; }
    public required string Member { get; init; }
    public required Guid TurnId { get; init; }
    public DateTimeOffset StatedAt { get; init; }

    /// <summary>"the design team", "my design group" and "design" are one name; a name that is nothing but such a word keeps it.</summary>
    public static string KeyOf(string name)
    {
        var words = NameFold.Of(name).Split(' ').SkipWhile(w => w is "the" or "my" or "our" or "a").ToList();
        var bare = words.Where(w => w is not ("team" or "group" or "people" or "crew" or "folks" or "squad" or "gang" or "guys")).ToList();
        return string.Join(' ', bare.Count > 0 ? bare : words);
    }
}

sealed class StatedGroupMapping : IEntityTypeConfiguration<StatedGroup>
{
    public void Configure(EntityTypeBuilder<StatedGroup> builder)
    {
        builder.ToTable("stated_groups", "conversations");
        builder.HasKey(e => new { e.PersonId, e.Key, e.Address });
    }
}

/// <summary>"the board is Anna, Ben and Cho", "my book club are Anna and Ben", "the design team consists of Ana, Bo and Cy".</summary>
sealed partial record GroupStatement(string Name, IReadOnlyList<string> Members)
{
    public const int MostMembers = 30;

    /// <summary>Null unless the whole message is of this form, with two members or more. Whether they are people, the contacts say.</summary>
    public static GroupStatement? Parse(string message)
    {
        var match = Form().Match(message.Trim().TrimEnd('.', '!').Trim());
        if (!match.Success)
            return null;
        var members = Separators().Split(match.Groups["members"].Value).Select(m => m.Trim()).Where(m => m.Length > 0).ToList();
        return members.Count is >= 2 and <= MostMembers && members.TrueForAll(m => m.Split(' ').Length <= 4) ? new(match.Groups["name"].Value.Trim(), members) : null;
    }

    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"^(the|my|our)\s+(?<name>[\p{L}\p{N}'’&-]+(\s+[\p{L}\p{N}'’&-]+){0,3}?)\s+(is|are|consists? of|is made up of|means|includes)\s+(?<members>[^?!;:]{3,600})$", Options)]
    private static partial Regex Form();

    [GeneratedRegex(@"\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s*&\s*", Options)]
    private static partial Regex Separators();
}
