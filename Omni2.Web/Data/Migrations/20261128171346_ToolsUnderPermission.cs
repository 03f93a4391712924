using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Omni2.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class ToolsUnderPermission : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "messages_per_hour",
                schema: "omni2",
                table: "users",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "mcp_access",
                schema: "omni2",
                table: "roles",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<int>(
                name: "messages_per_hour",
                schema: "omni2",
                table: "roles",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "tool_restrictions",
                schema: "omni2",
                table: "roles",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<decimal>(
                name: "reserved_usd",
                schema: "omni2",
                table: "interaction_flows",
                type: "numeric(14,6)",
                precision: 14,
                scale: 6,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.CreateTable(
                name: "audit_log",
                schema: "omni2",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor_id = table.Column<int>(type: "integer", nullable: false),
                    action = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    subject = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    before = table.Column<string>(type: "jsonb", nullable: true),
                    after = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mcp_servers",
                schema: "omni2",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    description = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    transport = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    command = table.Column<string>(type: "text", nullable: true),
                    arguments = table.Column<string[]>(type: "text[]", nullable: false),
                    environment = table.Column<string>(type: "text", nullable: true),
                    url = table.Column<string>(type: "text", nullable: true),
                    headers = table.Column<string>(type: "text", nullable: true),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mcp_servers", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "mcp_tool_settings",
                schema: "omni2",
                columns: table => new
                {
                    server = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    tool = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    asks_first = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mcp_tool_settings", x => new { x.server, x.tool });
                });

            migrationBuilder.CreateTable(
                name: "tool_calls",
                schema: "omni2",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    call_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    mcp = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    tool = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    arguments = table.Column<string>(type: "text", nullable: false),
                    result = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    duration_ms = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tool_calls", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "welcome_messages",
                schema: "omni2",
                columns: table => new
                {
                    scope = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    subject = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    show_usage = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_welcome_messages", x => new { x.scope, x.subject });
                });

            migrationBuilder.CreateIndex(
                name: "ix_flows_running_of_user",
                schema: "omni2",
                table: "interaction_flows",
                column: "user_id",
                filter: "status = 'running'");

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_log_at_id",
                schema: "omni2",
                table: "monitoring_log",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_log_at_id",
                schema: "omni2",
                table: "audit_log",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tool_calls_conversation_id_id",
                schema: "omni2",
                table: "tool_calls",
                columns: new[] { "conversation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tool_calls_session_id_call_id",
                schema: "omni2",
                table: "tool_calls",
                columns: new[] { "session_id", "call_id" },
                unique: true);

            // The built-in server is granted to the roles that were made at the first start.
            migrationBuilder.Sql("UPDATE omni2.roles SET mcp_access = '{omni2}' WHERE name IN ('admin', 'operator', 'auditor', 'user')");

            // What administrators did is evidence, as who watched whom is.
            migrationBuilder.Sql("""
                CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON omni2.audit_log
                    FOR EACH STATEMENT EXECUTE FUNCTION omni2.refuse_change();
                """);

            // A role or a person that comes later under the same name or number inherits no words.
            migrationBuilder.Sql("""
                CREATE FUNCTION omni2.forget_welcome() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_TABLE_NAME = 'roles' THEN
                        DELETE FROM omni2.welcome_messages WHERE scope = 'role' AND subject = OLD.name;
                    ELSE
                        DELETE FROM omni2.welcome_messages WHERE scope = 'user' AND subject = OLD.id::text;
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER roles_forget_welcome AFTER DELETE ON omni2.roles FOR EACH ROW EXECUTE FUNCTION omni2.forget_welcome();
                CREATE TRIGGER users_forget_welcome AFTER DELETE ON omni2.users FOR EACH ROW EXECUTE FUNCTION omni2.forget_welcome();
                """);

            // Whoever blocks a person, or changes a server, has told every instance with the same commit.
            migrationBuilder.Sql("""
                CREATE FUNCTION omni2.tell_block_changed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_notify('omni2', 'block:' || NEW.user_id);
                    RETURN NULL;
                END $$;
                CREATE TRIGGER user_blocks_changed AFTER INSERT OR UPDATE ON omni2.user_blocks
                    FOR EACH ROW EXECUTE FUNCTION omni2.tell_block_changed();
                CREATE FUNCTION omni2.tell_mcp_changed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_notify('omni2', 'mcp:');
                    RETURN NULL;
                END $$;
                CREATE TRIGGER mcp_servers_changed AFTER INSERT OR UPDATE OR DELETE ON omni2.mcp_servers
                    FOR EACH STATEMENT EXECUTE FUNCTION omni2.tell_mcp_changed();
                CREATE TRIGGER mcp_tool_settings_changed AFTER INSERT OR UPDATE OR DELETE ON omni2.mcp_tool_settings
                    FOR EACH STATEMENT EXECUTE FUNCTION omni2.tell_mcp_changed();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER users_forget_welcome ON omni2.users;
                DROP TRIGGER roles_forget_welcome ON omni2.roles;
                DROP FUNCTION omni2.forget_welcome();
                DROP TRIGGER user_blocks_changed ON omni2.user_blocks;
                DROP FUNCTION omni2.tell_block_changed();
                """);

            migrationBuilder.DropIndex(
                name: "ix_monitoring_log_at_id",
                schema: "omni2",
                table: "monitoring_log");

            migrationBuilder.DropTable(
                name: "audit_log",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "mcp_servers",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "mcp_tool_settings",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "tool_calls",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "welcome_messages",
                schema: "omni2");

            migrationBuilder.DropIndex(
                name: "ix_flows_running_of_user",
                schema: "omni2",
                table: "interaction_flows");

            migrationBuilder.DropColumn(
                name: "messages_per_hour",
                schema: "omni2",
                table: "users");

            migrationBuilder.DropColumn(
                name: "mcp_access",
                schema: "omni2",
                table: "roles");

            migrationBuilder.DropColumn(
                name: "messages_per_hour",
                schema: "omni2",
                table: "roles");

            migrationBuilder.DropColumn(
                name: "tool_restrictions",
                schema: "omni2",
                table: "roles");

            migrationBuilder.DropColumn(
                name: "reserved_usd",
                schema: "omni2",
                table: "interaction_flows");

            migrationBuilder.Sql("DROP FUNCTION omni2.tell_mcp_changed();");
        }
    }
}
