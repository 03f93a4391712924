using Microsoft.AspNetCore.Http.HttpResults;

namespace Omni2.Web.Shared;

/// <summary>What is wrong with a request, by the name of the member or parameter, as the 400 of RFC 9457.</summary>
internal sealed class MemberErrors
{
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public IReadOnlyDictionary<string, string[]> ByMember => _errors;

    public void Add(string member, string sentence) => _errors.TryAdd(member, [sentence]);

    public void Require(string member, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Add(member, $"'{member}' is required.");
        }
    }

    public ValidationProblem ToResult() => TypedResults.ValidationProblem(
        _errors,
        detail: string.Join(" ", _errors.Values.SelectMany(sentences => sentences)),
        title: "The request is not valid.");

    public static ValidationProblem One(string member, string sentence)
    {
        var errors = new MemberErrors();
        errors.Add(member, sentence);
        return errors.ToResult();
    }
}
