using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Omni2.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class SearchIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_conversations_ended_at",
                schema: "omni2",
                table: "conversations");

            migrationBuilder.AddColumn<bool>(
                name: "is_long",
                schema: "omni2",
                table: "conversations",
                type: "boolean",
                nullable: false,
                computedColumnSql: "ended_at - started_at > interval '24 hours'",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_conversations_long_ended_at",
                schema: "omni2",
                table: "conversations",
                column: "ended_at",
                filter: "is_long");

            // What begins with some letters is read from these in order; EF has no words for an index over an expression.
            migrationBuilder.Sql("""
                CREATE INDEX ix_users_upper_email ON omni2.users (upper(email) text_pattern_ops);
                CREATE INDEX ix_users_upper_full_name ON omni2.users (upper(full_name) text_pattern_ops);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP INDEX omni2.ix_users_upper_email, omni2.ix_users_upper_full_name;");

            migrationBuilder.DropIndex(
                name: "ix_conversations_long_ended_at",
                schema: "omni2",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "is_long",
                schema: "omni2",
                table: "conversations");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_ended_at",
                schema: "omni2",
                table: "conversations",
                column: "ended_at");
        }
    }
}
