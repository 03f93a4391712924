using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Omni2.Web.Data;

/// <summary>Gives tables, columns, keys and indexes the names that people write in SQL.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(Of(entity.GetTableName()));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Of(property.GetColumnName()));
            }

            NameKeysAndIndexes(entity);
        }
    }

    /// <summary><c>CostLimitDaily</c> becomes <c>cost_limit_daily</c>; names that are snake case already stay as they are.</summary>
    public static string? Of(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var result = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_' && !char.IsUpper(name[i - 1]))
            {
                result.Append('_');
            }

            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }

    private static void NameKeysAndIndexes(IMutableEntityType entity)
    {
        foreach (var key in entity.GetKeys())
        {
            key.SetName(Of(key.GetName()));
        }

        foreach (var foreignKey in entity.GetForeignKeys())
        {
            foreignKey.SetConstraintName(Of(foreignKey.GetConstraintName()));
        }

        foreach (var index in entity.GetIndexes())
        {
            index.SetDatabaseName(Of(index.GetDatabaseName()));
        }
    }
}
