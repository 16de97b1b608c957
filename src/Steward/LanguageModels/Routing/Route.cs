using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.LanguageModels.Routing;

enum Level { Light, Middling, Complex }

/// <summary>The models to try for a task at a level of complexity, best first. A person's row stands in the place of the default.</summary>
sealed class Route
{
    public required Guid PersonId { get; init; }
    public required ModelTask Task { get; init; }
    public required Level Level { get; init; }
    /// <summary>Each as <see cref="Candidate"/> reads it.</summary>
    public required string[] Candidates { get; set; }
}

/// <summary>
/// "provider/model". The provider may be "local" or "cloud" for any such one; the model "*" is the provider's own choice: its default model, or for a local one the
/// installed model whose size suits the level. A model's name may itself hold slashes.
/// </summary>
sealed record Candidate(string Provider, string Model)
{
    public const string AnyLocal = "local", AnyCloud = "cloud", AnyModel = "*";

    public static Candidate? Read(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < text.Length - 1 && text.Length <= 200 ? new Candidate(text[..slash], text[(slash + 1)..]) : null;

    public override string ToString() => $"{Provider}/{Model}";
}

sealed class RouteMapping : IEntityTypeConfiguration<Route>
{
    public void Configure(EntityTypeBuilder<Route> builder)
    {
        builder.ToTable("routes", "models");
        builder.HasKey(e => new { e.PersonId, e.Task, e.Level });
        builder.Property(e => e.Task).HasConversion<string>();
        builder.Property(e => e.Level).HasConversion<string>();
    }
}
