namespace Omni2.Web.Tests.Containers;

/// <summary>The image: built with the SDK, run without it, as an ordinary user.</summary>
public sealed class DockerfileTests
{
    private static readonly (string Word, string Value)[] Instructions =
    [
        .. RepositoryFile.Read("Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Trim().Split(' ', 2))
            .Select(words => (words[0], words[1].Trim())),
    ];

    // What comes behind the last FROM is in the image; the rest only makes it.
    private static readonly (string Word, string Value)[] Final = Instructions[(Array.FindLastIndex(Instructions, line => line.Word == "FROM") + 1)..];

    [Fact]
    public void It_is_built_in_one_image_and_runs_in_another_without_tools() =>
        Instructions.Where(line => line.Word == "FROM").Select(line => line.Value)
            .ShouldBe(["node:20-bookworm-slim AS node", "mcr.microsoft.com/dotnet/sdk:10.0 AS build", "mcr.microsoft.com/dotnet/aspnet:10.0"]);

    [Fact]
    public void It_runs_as_an_ordinary_user_named_by_number_and_ends_with_SIGTERM()
    {
        ValueOf("USER").ShouldBe("1654");
        ValueOf("STOPSIGNAL").ShouldBe("SIGTERM");
        ValueOf("EXPOSE").ShouldBe("8080");
        ValueOf("ENTRYPOINT").ShouldBe("""["dotnet", "Omni2.Web.dll"]""");
        Array.FindIndex(Final, line => line.Word == "USER").ShouldBeLessThan(Array.FindIndex(Final, line => line.Word == "ENTRYPOINT"));
    }

    [Fact]
    public void The_program_itself_is_the_health_check() => ValueOf("HEALTHCHECK").ShouldEndWith("""CMD ["dotnet", "Omni2.Web.dll", "--health"]""");

    [Fact]
    public void It_is_Production_at_port_8080_and_writes_nothing_by_itself()
    {
        var environment = ValueOf("ENV").Split(' ', StringSplitOptions.RemoveEmptyEntries);

        environment.ShouldBe(["ASPNETCORE_ENVIRONMENT=Production", "ASPNETCORE_HTTP_PORTS=", "ASPNETCORE_URLS=http://+:8080", "DOTNET_EnableDiagnostics=0"]);
    }

    [Fact]
    public void Only_the_published_app_is_in_it()
    {
        Final.Where(line => line.Word is "COPY" or "ADD" or "RUN").ShouldBe([("COPY", "--from=build /app ./")]);
        RepositoryFile.Read("Omni2.Web", "Omni2.Web.csproj").ShouldNotContain("embedded-postgres");
    }

    [Fact]
    public void Everything_that_the_build_copies_is_there()
    {
        var copied = Instructions.Where(line => line.Word == "COPY" && !line.Value.StartsWith("--", StringComparison.Ordinal)).SelectMany(line => line.Value.Split(' ')[..^1]);

        copied.ShouldAllBe(path => File.Exists(RepositoryFile.PathOf(path)) || Directory.Exists(RepositoryFile.PathOf(path)));
    }

    [Fact]
    public void What_is_built_or_secret_does_not_go_to_the_builder()
    {
        var ignored = RepositoryFile.Read(".dockerignore").Split('\n');

        string[] expected = ["**/bin/", "**/obj/", "**/node_modules/", "**/.data/", ".git/", "deploy/", ".env"];
        expected.ShouldBeSubsetOf(ignored);
    }

    private static string ValueOf(string word) => Final.Where(line => line.Word == word).ShouldHaveSingleItem().Value;
}
