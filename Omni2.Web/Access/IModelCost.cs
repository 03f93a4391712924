namespace Omni2.Web.Access;

/// <summary>What the decision about a cost limit asks of the model. Implemented by Chat, which depends on this folder and not the reverse.</summary>
internal interface IModelCost
{
    /// <summary>A model without a price is never refused for its cost.</summary>
    bool IsFree { get; }
}
