using Omni2.Web.Access;
using Omni2.Web.Assistant;

namespace Omni2.Web.Chat;

/// <summary>Tells administrators' pages what the chat decides by.</summary>
internal sealed class ModelCost(Prices prices) : IModelCost
{
    public bool IsFree => prices.IsFree;
}
