using System.Text.Json.Nodes;
using Omni2.Web.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Omni2.Web.Tests.Containers;

/// <summary>A YAML file of the repository as JSON: mappings are objects, every scalar is a text.</summary>
internal static class YamlFile
{
    public static JsonNode Read(params string[] path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(RepositoryFile.Read(path)));
        return ToJson(stream.Documents.ShouldHaveSingleItem().RootNode)!;
    }

    public static string[] Texts(this JsonNode? list) => [.. (list?.AsArray() ?? []).Select(element => element!.GetValue<string>())];

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, ToJson(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode { Value: { } value } => JsonValue.Create(value),
        _ => null,
    };
}

/// <summary>A file of the repository.</summary>
internal static class RepositoryFile
{
    public static string PathOf(params string[] path) => Path.Combine([AppProcess.RepositoryRoot, .. path]);

    public static string Read(params string[] path) => File.ReadAllText(PathOf(path));
}
