using Batata.Application.Abstractions;
using Batata.Application.Identity;
using Batata.Domain.Identity;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of accounts and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class IdentityGoldenEntries
{
    private static readonly User First = new("nacos", "$2a$10$hash", new TokenGeneration(0x0102030405060708, IsFirst: true, Kept: null));
    private static readonly User Later = new("nacos", "$2a$10$other", new TokenGeneration(-2, IsFirst: false, Kept: "ab01"));

    public static (IReplicatedEntry Entry, string Bytes)[] All { get; } =
    [
        (new CreateUserEntry(First), "0a1000112233445566778899aabbccddeeff820f210a1f0a056e61636f73120b24326124313024686173681908070605040302012001"),
        (new CreateAdministratorEntry(First), "0a1000112233445566778899aabbccddeeff8a0f210a1f0a056e61636f73120b24326124313024686173681908070605040302012001"),
        (new SetPasswordEntry(Later), "0a1000112233445566778899aabbccddeeff920f260a240a056e61636f73120c243261243130246f7468657219feffffffffffffff2a0461623031"),
        (new RemoveUserEntry("amy"), "0a1000112233445566778899aabbccddeeff9a0f050a03616d79"),
        (new GrantRoleEntry("dev", "amy"), "0a1000112233445566778899aabbccddeeffa20f0a0a036465761203616d79"),
        (new RevokeRoleEntry("dev", "amy"), "0a1000112233445566778899aabbccddeeffaa0f0a0a036465761203616d79"),
        (new RevokeRoleEntry("dev", null), "0a1000112233445566778899aabbccddeeffaa0f050a03646576"),
        (new AddPermissionEntry(new RolePermission("dev", "public:*:*", "rw")), "0a1000112233445566778899aabbccddeeffb20f170a150a03646576120a7075626c69633a2a3a2a1a027277"),
        (new RemovePermissionEntry(new RolePermission("dev", "public:*:*", "rw")), "0a1000112233445566778899aabbccddeeffba0f170a150a03646576120a7075626c69633a2a3a2a1a027277"),
        (new KeepSecretEntry(KeepSecretEntry.SigningKey, "c2VjcmV0"), "0a1000112233445566778899aabbccddeeffc20f1b0a0f6c6f67696e2d746f6b656e2d6b657912086332566a636d5630"),
        (new AdmitUserEntry(Later, ["a", "b"], ["c"]), "0a1000112233445566778899aabbccddeeffca0f2f0a240a056e61636f73120c243261243130246f7468657219feffffffffffffff2a04616230311201611201621a0163"),
    ];
}
