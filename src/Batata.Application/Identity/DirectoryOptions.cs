namespace Batata.Application.Identity;

/// <summary>A directory (LDAP) that vouches for users; the key of each setting is in its remark.</summary>
public sealed class DirectoryOptions
{
    /// <summary>Whether it is asked at all: <c>nacos.core.auth.system.type</c> is <c>ldap</c>.</summary>
    public bool Enabled { get; set; }

    /// <summary><c>nacos.core.auth.ldap.url</c>.</summary>
    public Uri Url { get; set; } = new("ldap://localhost:389");

    /// <summary>Below which users and groups stand. <c>nacos.core.auth.ldap.basedc</c>.</summary>
    public string BaseDn { get; set; } = "dc=example,dc=org";

    /// <summary>Who looks users up; null for nobody in particular. <c>nacos.core.auth.ldap.userDn</c>.</summary>
    public string? UserDn { get; set; }

    /// <summary><c>nacos.core.auth.ldap.password</c>.</summary>
    public string? Password { get; set; }

    /// <summary>Attribute that holds the name somebody logs in with. <c>nacos.core.auth.ldap.filter.prefix</c>.</summary>
    public string NameAttribute { get; set; } = "uid";

    /// <summary>Milliseconds that the directory may take. <c>nacos.core.auth.ldap.timeout</c>.</summary>
    public int TimeoutMs { get; set; } = 3_000;

    /// <summary>Whether Amy and amy are two users. <c>nacos.core.auth.ldap.case.sensitive</c>.</summary>
    public bool CaseSensitive { get; set; } = true;

    /// <summary>Finds the groups of a user: <c>{dn}</c> and <c>{name}</c> stand for hers; empty to look for none. <c>batata.auth.ldap.group-filter</c>.</summary>
    public string GroupFilter { get; set; } = "(|(member={dn})(uniqueMember={dn})(memberUid={name}))";
}
