namespace Omni2.Web.Shared;

/// <summary>Something without which this instance cannot work; each is one member of <c>/health/ready</c>.</summary>
internal interface IReadiness
{
    /// <summary>The member's name, in snake case.</summary>
    string Name { get; }

    /// <summary>Null when it works, else why not, in words for an operator. It may take long: nobody waits for it beyond 2 s.</summary>
    Task<string?> ProblemAsync();
}
