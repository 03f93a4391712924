using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Omni2.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class DatabaseTriggers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Whoever changes a person's access, by whatever means, has told every instance with the same commit.
            migrationBuilder.Sql("""
                CREATE FUNCTION omni2.tell_access_changed() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_TABLE_NAME = 'users' THEN
                        PERFORM pg_notify('omni2', 'access:' || OLD.id);
                    ELSE
                        PERFORM pg_notify('omni2', 'access:');
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER users_access_changed AFTER UPDATE ON omni2.users FOR EACH ROW
                    WHEN (OLD.active IS DISTINCT FROM NEW.active OR OLD.role_name IS DISTINCT FROM NEW.role_name
                        OR OLD.security_stamp IS DISTINCT FROM NEW.security_stamp)
                    EXECUTE FUNCTION omni2.tell_access_changed();
                CREATE TRIGGER users_deleted AFTER DELETE ON omni2.users FOR EACH ROW EXECUTE FUNCTION omni2.tell_access_changed();
                CREATE TRIGGER roles_access_changed AFTER UPDATE ON omni2.roles FOR EACH ROW
                    WHEN (OLD.rights IS DISTINCT FROM NEW.rights) EXECUTE FUNCTION omni2.tell_access_changed();
                """);

            // Who watched whom is evidence: rows are added and never changed.
            migrationBuilder.Sql("""
                CREATE FUNCTION omni2.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION '% only takes new rows', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE TRIGGER monitoring_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON omni2.monitoring_log
                    FOR EACH STATEMENT EXECUTE FUNCTION omni2.refuse_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER monitoring_log_append_only ON omni2.monitoring_log;
                DROP FUNCTION omni2.refuse_change();
                DROP TRIGGER roles_access_changed ON omni2.roles;
                DROP TRIGGER users_deleted ON omni2.users;
                DROP TRIGGER users_access_changed ON omni2.users;
                DROP FUNCTION omni2.tell_access_changed();
                """);
        }
    }
}
