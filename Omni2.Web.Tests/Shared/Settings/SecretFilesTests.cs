using Microsoft.Extensions.Configuration;
using Omni2.Web.Shared;
using Omni2.Web.Shared.Settings;

namespace Omni2.Web.Tests.Shared.Settings;

public sealed class SecretFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("omni2-secrets-");

    [Theory]
    [InlineData("a secret")]
    [InlineData("a secret\n")]
    public void A_file_is_a_setting_of_its_name_without_its_last_line_break(string content)
    {
        Write("Omni2__Llm__ApiKey", content);
        var builder = CheckedSettings.Builder(("Omni2__SecretsDirectory", _folder.FullName), ("Omni2__Llm__ApiKey", "from elsewhere"));

        builder.AddSecretFiles();

        builder.Configuration["Omni2:Llm:ApiKey"].ShouldBe("a secret");
    }

    [Fact]
    public void Files_hold_what_Production_requires()
    {
        Write("ConnectionStrings__Omni2", "Host=db;Database=omni2\n");
        Write("Omni2__Jwt__SigningKey", $"{new string('k', 32)}\n");
        var builder = CheckedSettings.Builder(("ConnectionStrings__Omni2", ""), ("Omni2__Jwt__SigningKey", ""), ("Omni2__SecretsDirectory", _folder.FullName));

        builder.AddSecretFiles();

        Should.NotThrow(builder.CheckSettings);
        builder.Configuration.GetConnectionString("Omni2").ShouldBe("Host=db;Database=omni2");
    }

    [Fact]
    public void A_folder_that_is_named_has_to_be_there() =>
        Should.Throw<StartupException>(() => CheckedSettings.Builder(("Omni2__SecretsDirectory", Path.Combine(_folder.FullName, "none"))).AddSecretFiles())
            .Message.ShouldBe("Omni2__SecretsDirectory names a folder that does not exist: make it, or leave the setting out.");

    [Fact]
    public void A_file_that_cannot_be_read_stops_the_start()
    {
        // A link to nowhere: root, as who tests may run, can read every file.
        var link = Path.Combine(_folder.FullName, "Omni2__Jwt__SigningKey");
        File.CreateSymbolicLink(link, Path.Combine(_folder.FullName, "gone"));

        var problem = Should.Throw<StartupException>(() => CheckedSettings.Builder(("Omni2__SecretsDirectory", _folder.FullName)).AddSecretFiles());

        problem.Message.ShouldContain("Omni2__SecretsDirectory");
        problem.Message.ShouldContain("cannot be read");
        problem.Message.ShouldNotContain("\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder.FullName, name), content);
}
