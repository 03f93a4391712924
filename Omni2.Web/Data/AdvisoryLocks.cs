namespace Omni2.Web.Data;

/// <summary>The keys of Omni2's PostgreSQL advisory locks; single keys and (class, key) pairs are separate spaces.</summary>
internal static class AdvisoryLocks
{
    /// <summary>Held while the schema is brought up to date.</summary>
    public const long Migration = 0x4F4D4E4932_01;

    /// <summary>Held by the flow writer of one instance from the first position it assigns to its commit.</summary>
    public const long FlowPositions = 0x4F4D4E4932_02;

    /// <summary>Held by the instance that records the ends of abandoned watchings, to its commit.</summary>
    public const long AbandonedWatches = 0x4F4D4E4932_03;

    /// <summary>Held by whoever changes roles or people, to their commit: two changes at once could each leave the other's administrator as the last one.</summary>
    public const long Management = 0x4F4D4E4932_04;

    /// <summary>First key of the pair that the arrival of a person's message holds to its commit; the second is the person's id.</summary>
    public const int ArrivalClass = 0x4F4D4E33;

    /// <summary>First key of the pair that an instance holds for as long as it lives; the second is its own key.</summary>
    public const int InstanceClass = 0x4F4D4E32;
}
