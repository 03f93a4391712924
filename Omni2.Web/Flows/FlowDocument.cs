namespace Omni2.Web.Flows;

/// <summary>A flow's events as one JSON document.</summary>
internal static class FlowDocument
{
    /// <summary>SQL for it, of a row <c>f</c> of <c>interaction_flows</c>: one that still runs has its events only in <c>flow_events</c>.</summary>
    public const string Sql = """
        CASE WHEN f.completed_at IS NOT NULL THEN f.flow_data ELSE jsonb_build_object(
            'session_id', f.session_id, 'user_id', f.user_id, 'events',
            coalesce((SELECT jsonb_agg(e.event ORDER BY e.position) FROM omni2.flow_events e WHERE e.session_id = f.session_id), '[]')) END
        """;
}
