using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Platform;

/// <summary>A column of sealed secrets. A secret is bound to its column and row: copied anywhere else it does not open.</summary>
/// <param name="Table">With its schema: <c>accounts.grants</c>.</param>
/// <param name="Key">The column of the table's primary key.</param>
/// <param name="Column">A nullable or required <c>bytea</c>.</param>
public sealed record SealedColumn(string Table, string Key, string Column)
{
    const string Annotation = "Steward:Sealed";

    /// <summary>What is authenticated with the secret. Part of the stored format: a table or column that is renamed needs its rows sealed anew.</summary>
    internal string Place(string row) => $"{Table}.{Column}/{row}";

    internal static void Mark(PropertyBuilder property, SealedColumn column) => property.HasAnnotation(Annotation, column);

    /// <summary>Every sealed column that the rooms' mappings declare.</summary>
    internal static IEnumerable<(IReadOnlyProperty Property, SealedColumn Column)> In(IReadOnlyModel model) =>
        from entity in model.GetEntityTypes()
        from property in entity.GetProperties()
        let column = property.FindAnnotation(Annotation)?.Value as SealedColumn
        where column is not null
        select (property, column);
}

public static class SealedColumns
{
    /// <summary>Declares the property as a column of sealed secrets, which the rotation of the master key then finds.</summary>
    public static void IsSealed(this PropertyBuilder<byte[]> property, SealedColumn column) => SealedColumn.Mark(property, column);

    /// <inheritdoc cref="IsSealed(PropertyBuilder{byte[]}, SealedColumn)"/>
    public static void IsOptionallySealed(this PropertyBuilder<byte[]?> property, SealedColumn column) => SealedColumn.Mark(property, column);
}
