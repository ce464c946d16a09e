using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Batata.Testing;
using Batata.Testing.Programs;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>A real directory: OpenLDAP's server with a fresh data folder and some people in it.</summary>
public sealed class Slapd : IAsyncLifetime
{
    public const string BaseDn = "dc=example,dc=org";
    public const string AdminDn = "cn=admin," + BaseDn;
    public const string AdminPassword = "of the directory";

    private const string Program = "/usr/sbin/slapd"; // eng/prerequisites.sh installs it

    private readonly string _folder = Directory.CreateTempSubdirectory("batata-slapd-").FullName;
    private Process _server = null!;

    public Uri Url { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(File("data"));
        await System.IO.File.WriteAllTextAsync(File("slapd.conf"), $"""
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            database mdb
            suffix "{BaseDn}"
            rootdn "{AdminDn}"
            rootpw "{AdminPassword}"
            directory {File("data")}
            access to attrs=userPassword by anonymous auth by * none
            access to * by dn.exact="{AdminDn}" read by * none
            """);
        await System.IO.File.WriteAllTextAsync(File("people.ldif"), $"""
            dn: {BaseDn}
            objectClass: dcObject
            objectClass: organization
            o: example
            dc: example

            dn: uid=amy,{BaseDn}
            objectClass: inetOrgPerson
            uid: amy
            cn: Amy
            sn: A
            userPassword: amys-own

            dn: uid=Bob,{BaseDn}
            objectClass: inetOrgPerson
            uid: Bob
            cn: Bob
            sn: B
            userPassword: bobs-own

            dn: cn=operators,{BaseDn}
            objectClass: groupOfNames
            cn: operators
            member: uid=amy,{BaseDn}

            """);
        var filled = await ProgramRun.OfAsync("/usr/sbin/slapadd", ["-f", File("slapd.conf"), "-l", File("people.ldif")], patience: TimeSpan.FromSeconds(60));
        Assert.True(filled.ExitCode == 0, filled.Output);
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"ldap://127.0.0.1:{FreePort()}"));
        _server = Process.Start(new ProcessStartInfo(Program, ["-f", File("slapd.conf"), "-h", $"{Url.Scheme}://{Url.Authority}", "-d", "0"]) { RedirectStandardError = true })!;
        await Wait.UntilAsync(AnswersAsync, "slapd", TimeSpan.FromSeconds(60));
    }

    public async Task DisposeAsync()
    {
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string File(string name) => Path.Combine(_folder, name);

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(Url.Host, Url.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
