namespace Omni2.Web.Conversations;

/// <summary>The values of a statement that is put together, in the order of <c>$1</c>, <c>$2</c> …</summary>
internal sealed class SqlValues
{
    private readonly List<object> _values = [];

    public IEnumerable<object> All => _values;

    /// <summary>The name under which the statement has the value.</summary>
    public string Add(object value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }
}
