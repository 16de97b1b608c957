using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Platform;

public sealed class SchemaTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Every_mapped_column_exists_with_the_nullability_and_type_that_the_model_expects()
    {
        var actual = new Dictionary<string, (string Type, bool Nullable)>(StringComparer.Ordinal);
        await using var command = database.Source.CreateCommand(
            "SELECT table_schema || '.' || table_name || '.' || column_name, udt_name, is_nullable = 'YES' FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')");
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                actual[reader.GetString(0)] = (reader.GetString(1), reader.GetBoolean(2));
        }

        await using var context = database.Context();
        var wrong = new List<string>();
        foreach (var entity in context.Model.GetEntityTypes().Where(e => e.GetTableName() is not null))
        {
            foreach (var property in entity.GetProperties())
            {
                var name = $"{entity.GetSchema()}.{entity.GetTableName()}.{property.GetColumnName()}";
                if (!actual.TryGetValue(name, out var column))
                    wrong.Add($"{name} is mapped but not in the schema");
                else if (column.Nullable != property.IsNullable)
                    wrong.Add($"{name} is {(column.Nullable ? "nullable" : "not null")} in the schema and otherwise in the model");
                else if (StoreType(column.Type) != property.GetColumnType())
                    wrong.Add($"{name} is {StoreType(column.Type)} in the schema and {property.GetColumnType()} in the model");
            }
        }
        Assert.Empty(wrong);
        Assert.NotEmpty(actual);
    }

    [Fact]
    public async Task Migrating_again_changes_nothing_and_an_edited_migration_stops_the_start_with_its_name()
    {
        Assert.Equal(0, await new Migrator(database.Source).MigrateAsync(CancellationToken.None));

        await using (var command = database.Source.CreateCommand("UPDATE platform.migrations SET sha256 = 'x' WHERE name = '0001_platform.sql'"))
            await command.ExecuteNonQueryAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => new Migrator(database.Source).MigrateAsync(CancellationToken.None));
        Assert.Contains("0001_platform.sql", error.Message, StringComparison.Ordinal);
    }

    static string StoreType(string udt) => udt.StartsWith('_') ? StoreType(udt[1..]) + "[]" : udt switch
    {
        "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "bool" => "boolean",
        "timestamptz" => "timestamp with time zone",
        "timestamp" => "timestamp without time zone",
        "time" => "time without time zone",
        "float8" => "double precision",
        _ => udt,
    };
}
