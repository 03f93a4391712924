using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Omni2.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class EndedSignIns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<int>(
                name: "instance_key",
                schema: "omni2",
                table: "interaction_flows",
                type: "integer",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.CreateTable(
                name: "ended_sign_ins",
                schema: "omni2",
                columns: table => new
                {
                    sign_in_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ended_sign_ins", x => x.sign_in_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ended_sign_ins_ended_at",
                schema: "omni2",
                table: "ended_sign_ins",
                column: "ended_at");

            // Who is monitored is held in memory; whoever changes it has told every instance with the same commit.
            migrationBuilder.Sql("""
                CREATE FUNCTION omni2.tell_monitoring_changed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_notify('omni2', 'monitoring:');
                    RETURN NULL;
                END $$;
                CREATE TRIGGER monitoring_grants_changed AFTER INSERT OR UPDATE OR DELETE ON omni2.monitoring_grants
                    FOR EACH STATEMENT EXECUTE FUNCTION omni2.tell_monitoring_changed();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER monitoring_grants_changed ON omni2.monitoring_grants;
                DROP FUNCTION omni2.tell_monitoring_changed();
                """);
            migrationBuilder.DropTable(
                name: "ended_sign_ins",
                schema: "omni2");

            migrationBuilder.AlterColumn<int>(
                name: "instance_key",
                schema: "omni2",
                table: "interaction_flows",
                type: "integer",
                nullable: false,
                oldClrType: typeof(int),
                oldType: "integer",
                oldDefaultValue: 0);
        }
    }
}
