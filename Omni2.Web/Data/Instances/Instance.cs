using System.Security.Cryptography;

namespace Omni2.Web.Data.Instances;

/// <summary>This process among the instances that share the database.</summary>
internal sealed class Instance
{
    private volatile bool _hasPeers;

    /// <summary>Stored with every running flow, and the second key of the advisory lock that says "still alive".</summary>
    public int Key { get; } = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Whether other instances hold their lock, or could without our knowing; only then are hints sent to them.</summary>
    public bool HasPeers
    {
        get => _hasPeers;
        set => _hasPeers = value;
    }
}
