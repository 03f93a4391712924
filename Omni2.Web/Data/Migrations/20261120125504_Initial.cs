using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Omni2.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "omni2");

            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                schema: "omni2",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    friendly_name = table.Column<string>(type: "text", nullable: false),
                    xml = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "flow_events",
                schema: "omni2",
                columns: table => new
                {
                    position = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    node_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    @event = table.Column<string>(name: "event", type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_flow_events", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "monitoring_log",
                schema: "omni2",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    actor_id = table.Column<int>(type: "integer", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    from_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    watch_id = table.Column<Guid>(type: "uuid", nullable: true),
                    instance_key = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitoring_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roles",
                schema: "omni2",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    description = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    rights = table.Column<string[]>(type: "text[]", nullable: false),
                    cost_limit_daily = table.Column<decimal>(type: "numeric(14,6)", precision: 14, scale: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roles", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "users",
                schema: "omni2",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    full_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    role_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    cost_limit_daily = table.Column<decimal>(type: "numeric(14,6)", precision: 14, scale: 6, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    normalized_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.ForeignKey(
                        name: "fk_users_roles_role_name",
                        column: x => x.role_name,
                        principalSchema: "omni2",
                        principalTable: "roles",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "conversations",
                schema: "omni2",
                columns: table => new
                {
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_key = table.Column<string>(type: "text", nullable: false, computedColumnSql: "conversation_id::text", stored: true),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    message_count = table.Column<int>(type: "integer", nullable: false),
                    tool_calls = table.Column<int>(type: "integer", nullable: false),
                    tool_duration_ms = table.Column<long>(type: "bigint", nullable: false),
                    mcp_servers = table.Column<string[]>(type: "text[]", nullable: false),
                    tools = table.Column<string[]>(type: "text[]", nullable: false),
                    tokens = table.Column<long>(type: "bigint", nullable: false),
                    cost_usd = table.Column<decimal>(type: "numeric(14,6)", precision: 14, scale: 6, nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    first_message = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_conversations", x => x.conversation_id);
                    table.ForeignKey(
                        name: "fk_conversations_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "omni2",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "interaction_flows",
                schema: "omni2",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    source = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    flow_data = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    instance_key = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interaction_flows", x => x.session_id);
                    table.ForeignKey(
                        name: "fk_interaction_flows_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "omni2",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "monitoring_grants",
                schema: "omni2",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    began_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    enabled_by = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitoring_grants", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_monitoring_grants_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "omni2",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "usage_days",
                schema: "omni2",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    cost_usd = table.Column<decimal>(type: "numeric(14,6)", precision: 14, scale: 6, nullable: false),
                    tokens_input = table.Column<long>(type: "bigint", nullable: false),
                    tokens_output = table.Column<long>(type: "bigint", nullable: false),
                    messages = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_days", x => new { x.user_id, x.day });
                    table.ForeignKey(
                        name: "fk_usage_days_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "omni2",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_blocks",
                schema: "omni2",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "text", nullable: true),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    services = table.Column<string[]>(type: "text[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_blocks", x => x.user_id);
                    table.ForeignKey(
                        name: "fk_user_blocks_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "omni2",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "messages",
                schema: "omni2",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_messages", x => x.id);
                    table.ForeignKey(
                        name: "fk_messages_conversations_conversation_id",
                        column: x => x.conversation_id,
                        principalSchema: "omni2",
                        principalTable: "conversations",
                        principalColumn: "conversation_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_ended_at",
                schema: "omni2",
                table: "conversations",
                column: "ended_at");

            migrationBuilder.CreateIndex(
                name: "ix_conversations_key_trigrams",
                schema: "omni2",
                table: "conversations",
                column: "conversation_key")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_started_at",
                schema: "omni2",
                table: "conversations",
                columns: new[] { "started_at", "conversation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_user_id_started_at",
                schema: "omni2",
                table: "conversations",
                columns: new[] { "user_id", "started_at", "conversation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_flow_events_node_id",
                schema: "omni2",
                table: "flow_events",
                column: "node_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_flow_events_session_id",
                schema: "omni2",
                table: "flow_events",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_flow_events_user_id_position",
                schema: "omni2",
                table: "flow_events",
                columns: new[] { "user_id", "position" });

            migrationBuilder.CreateIndex(
                name: "idx_flows_conversation_id",
                schema: "omni2",
                table: "interaction_flows",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "ix_flows_running",
                schema: "omni2",
                table: "interaction_flows",
                column: "instance_key",
                filter: "status = 'running'");

            migrationBuilder.CreateIndex(
                name: "ix_flows_user_id_created_at",
                schema: "omni2",
                table: "interaction_flows",
                columns: new[] { "user_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ux_flows_one_running_per_conversation",
                schema: "omni2",
                table: "interaction_flows",
                column: "conversation_id",
                unique: true,
                filter: "status = 'running'");

            migrationBuilder.CreateIndex(
                name: "ix_messages_conversation_id_id",
                schema: "omni2",
                table: "messages",
                columns: new[] { "conversation_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_messages_session_id_role",
                schema: "omni2",
                table: "messages",
                columns: new[] { "session_id", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_log_user_id_at",
                schema: "omni2",
                table: "monitoring_log",
                columns: new[] { "user_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_monitoring_log_watch_id",
                schema: "omni2",
                table: "monitoring_log",
                column: "watch_id");

            migrationBuilder.CreateIndex(
                name: "ix_users_email_trigrams",
                schema: "omni2",
                table: "users",
                column: "email")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_users_full_name_trigrams",
                schema: "omni2",
                table: "users",
                column: "full_name")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_users_normalized_email",
                schema: "omni2",
                table: "users",
                column: "normalized_email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_normalized_user_name",
                schema: "omni2",
                table: "users",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_role_name",
                schema: "omni2",
                table: "users",
                column: "role_name");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "data_protection_keys",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "flow_events",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "interaction_flows",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "messages",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "monitoring_grants",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "monitoring_log",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "usage_days",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "user_blocks",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "conversations",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "users",
                schema: "omni2");

            migrationBuilder.DropTable(
                name: "roles",
                schema: "omni2");
        }
    }
}
