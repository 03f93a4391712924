namespace Omni2.Web.Data.Instances;

/// <summary>Acts on hints from other instances and from triggers. A hint may be lost: the tables are the truth.</summary>
internal interface INotificationHandler
{
    /// <summary>The first word of the payloads this handler takes (<c>kind:argument</c>).</summary>
    string Kind { get; }

    Task HandleAsync(string argument, CancellationToken cancellationToken);

    /// <summary>Called after the connection was (again) made: hints may have been missed, so read the tables anew.</summary>
    Task ResynchroniseAsync(CancellationToken cancellationToken);
}
