using Batata.Domain.Shared;

namespace Batata.Domain.Identity;

/// <summary>Every refusal of this context with its stable code. Texts are those of Nacos 3.1.</summary>
public static class IdentityFailures
{
    /// <summary>Nobody known: no token, a bad one, or a wrong password.</summary>
    public const string UnknownCode = "identity.unknown";

    /// <summary>Somebody known who may not.</summary>
    public const string DeniedCode = "identity.denied";
    public const string SessionCode = "identity.session";
    public const string BrakedCode = "identity.too_many_logins";
    public const string IllegalCode = "identity.illegal";
    public const string UserExistsCode = "identity.user_exists";
    public const string UserMissingCode = "identity.user_missing";
    public const string AdministratorExistsCode = "identity.administrator_exists";
    public const string NotReadyCode = "identity.not_ready";

    public static Failure Unknown { get; } = Nobody("User not found! Please check user exist or password is right!");

    public static Failure TokenInvalid { get; } = Nobody("token invalid!");

    public static Failure TokenAlgorithm { get; } = Nobody("unsupported signature algorithm");

    public static Failure TokenSignature { get; } = Nobody("Invalid signature");

    public static Failure TokenExpired { get; } = Nobody("token expired!");

    public static Failure Denied { get; } = new(FailureKind.Denied, DeniedCode, "authorization failed!");

    /// <summary>A call that is about the caller, from a server, which is nobody.</summary>
    public static Failure NoSession { get; } = new(FailureKind.Denied, SessionCode, "session expired!");

    public static Failure Braked { get; } = new(FailureKind.LimitReached, BrakedCode, "Too many failed logins. Please try again later.");

    public static Failure NotReady { get; } = new(FailureKind.Unavailable, NotReadyCode, "The key that signs tokens is not there yet.");

    public static Failure AdministratorExists { get; } = new(FailureKind.Conflict, AdministratorExistsCode, "have admin user cannot use it.");

    public static Failure PasswordTooLong { get; } = Illegal("Password length must not exceed 72 characters");

    public static Failure Illegal(string why) => new(FailureKind.Invalid, IllegalCode, why);

    public static Failure UserExists(string name) => new(FailureKind.Invalid, UserExistsCode, $"user '{name}' already exist!");

    public static Failure UserMissing(string name) => new(FailureKind.Invalid, UserMissingCode, $"user {name} not exist!");

    public static Failure CannotRemoveAdministrator(string name) => Illegal($"cannot delete admin: {name}");

    public static Failure RoleOfNobody(string name) => new(FailureKind.Invalid, UserMissingCode, $"user '{name}' not found!");

    public static Failure HasRole(string name, string role) => Illegal($"user '{name}' already bound to the role '{role}'!");

    public static Failure CannotGrantAdministrator { get; } = Illegal($"role '{IdentityNames.AdministratorRole}' is not permitted to create!");

    public static Failure CannotRevokeAdministrator { get; } = Illegal($"role '{IdentityNames.AdministratorRole}' is not permitted to delete!");

    public static Failure RoleMissing(string role) => Illegal($"role {role} not found!");

    private static Failure Nobody(string why) => new(FailureKind.Denied, UnknownCode, why);
}
