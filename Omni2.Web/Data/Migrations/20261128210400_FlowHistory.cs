using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Omni2.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class FlowHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "event_count",
                schema: "omni2",
                table: "interaction_flows",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "event_count",
                schema: "omni2",
                table: "conversations",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string[]>(
                name: "statuses",
                schema: "omni2",
                table: "conversations",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            // What is stored already is counted once; from now on each end of a session adds to it.
            migrationBuilder.Sql("""
                UPDATE omni2.interaction_flows SET event_count = jsonb_array_length(flow_data->'events')
                WHERE completed_at IS NOT NULL AND jsonb_typeof(flow_data->'events') = 'array';
                UPDATE omni2.conversations c SET event_count = ended.events, statuses = ended.statuses
                FROM (SELECT conversation_id, sum(event_count) AS events, array_agg(DISTINCT status ORDER BY status) AS statuses
                    FROM omni2.interaction_flows WHERE conversation_id IS NOT NULL AND status <> 'running' GROUP BY conversation_id) ended
                WHERE c.conversation_id = ended.conversation_id;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_flows_single_created_at",
                schema: "omni2",
                table: "interaction_flows",
                columns: new[] { "created_at", "session_id" },
                filter: "conversation_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_flows_single_troubled_created_at",
                schema: "omni2",
                table: "interaction_flows",
                columns: new[] { "created_at", "session_id" },
                filter: "conversation_id IS NULL AND status <> 'completed'");

            migrationBuilder.CreateIndex(
                name: "ix_flows_single_user_id_created_at",
                schema: "omni2",
                table: "interaction_flows",
                columns: new[] { "user_id", "created_at", "session_id" },
                filter: "conversation_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_troubled_started_at",
                schema: "omni2",
                table: "conversations",
                columns: new[] { "started_at", "conversation_id" },
                filter: "statuses && '{stopped,refused,failed,interrupted}'::text[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_flows_single_created_at",
                schema: "omni2",
                table: "interaction_flows");

            migrationBuilder.DropIndex(
                name: "ix_flows_single_troubled_created_at",
                schema: "omni2",
                table: "interaction_flows");

            migrationBuilder.DropIndex(
                name: "ix_flows_single_user_id_created_at",
                schema: "omni2",
                table: "interaction_flows");

            migrationBuilder.DropIndex(
                name: "ix_conversations_troubled_started_at",
                schema: "omni2",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "event_count",
                schema: "omni2",
                table: "interaction_flows");

            migrationBuilder.DropColumn(
                name: "event_count",
                schema: "omni2",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "statuses",
                schema: "omni2",
                table: "conversations");
        }
    }
}
