using System.Diagnostics.CodeAnalysis;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using FluentValidation;

namespace Batata.Application.Configs;

/// <summary>Shapes of config fields with the texts of Nacos. Protocol source: Nacos 3.1 <c>ParamUtils</c>; widths of columns: <c>config_info</c>.</summary>
public static class ConfigRules
{
    private const int MaxTenant = 128;

    /// <summary>The parameter check of Nacos lets so many pass. Its column takes 255 and loses the config of the one name too long; ours takes it.</summary>
    private const int MaxDataId = 256;

    private const int MaxGroup = 128;
    private const int MaxTag = 16;

    /// <summary>Letters and digits of any script, and <c>_ - . :</c>.</summary>
    public static bool IsLegalName([NotNullWhen(true)] string? name)
    {
        if (string.IsNullOrEmpty(name)) return false;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.' or ':')) return false;
        }
        return true;
    }

    /// <summary>Null when the key is legal, else the text of the refusal.</summary>
    public static string? KeyProblem(in ConfigKey key)
    {
        if (key.NamespaceId.Length > MaxTenant) return "too long tenant, over 128";
        if (!IsLegalName(key.NamespaceId)) return "invalid tenant";
        if (!IsLegalName(key.DataId)) return $"invalid dataId : {key.DataId}";
        if (key.DataId.Length > MaxDataId) return $"too long dataId, over {MaxDataId}";
        if (!IsLegalName(key.Group)) return $"invalid group : {key.Group}";
        return key.Group.Length > MaxGroup ? $"too long group, over {MaxGroup}" : null;
    }

    /// <summary>All rules of a formal version at once; null when it breaks none.</summary>
    public static Failure? Problem(in ConfigKey key, string? content, ConfigDescription description, ConfigAuthor author, ConfigOptions options)
    {
        if ((KeyProblem(key) ?? ContentProblem(content, options)) is { } invalid) return new Failure(FailureKind.Invalid, ConfigFailures.InvalidCode, invalid);
        return (DescriptionProblem(description) ?? TooLong("src_user", author.User, 128)) is { } problem
            ? new Failure(FailureKind.Invalid, ConfigFailures.InvalidDescriptionCode, problem)
            : null;
    }

    /// <summary>Null when the tag is legal, else the text of the refusal.</summary>
    public static string? TagProblem(string tag)
    {
        if (!IsLegalName(tag)) return $"invalid tag : {tag}";
        return tag.Length > MaxTag ? $"too long tag, over {MaxTag}" : null;
    }

    public static IRuleBuilderOptionsConditions<T, ConfigKey> ConfigKeyIsLegal<T>(this IRuleBuilder<T, ConfigKey> rule) =>
        rule.Custom((key, context) => Report(context, ConfigFailures.InvalidCode, KeyProblem(key)));

    public static IRuleBuilderOptionsConditions<T, string?> ContentIsLegal<T>(this IRuleBuilder<T, string?> rule, ConfigOptions options) =>
        rule.Custom((content, context) => Report(context, ConfigFailures.InvalidCode, ContentProblem(content, options)));

    public static IRuleBuilderOptionsConditions<T, GrayRule> GrayRuleIsLegal<T>(this IRuleBuilder<T, GrayRule> rule) =>
        rule.Custom((gray, context) => Report(context, ConfigFailures.InvalidGrayRuleCode, GrayProblem(gray)));

    public static IRuleBuilderOptionsConditions<T, ConfigDescription> DescriptionIsLegal<T>(this IRuleBuilder<T, ConfigDescription> rule) =>
        rule.Custom((description, context) => Report(context, ConfigFailures.InvalidDescriptionCode, DescriptionProblem(description)));

    public static IRuleBuilderOptionsConditions<T, ConfigAuthor> AuthorFits<T>(this IRuleBuilder<T, ConfigAuthor> rule) =>
        rule.Custom((author, context) => Report(context, ConfigFailures.InvalidDescriptionCode, TooLong("src_user", author.User, 128)));

    public static IRuleBuilderOptionsConditions<T, string?> EncryptedDataKeyFits<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Custom((key, context) => Report(context, ConfigFailures.InvalidDescriptionCode, TooLong("encryptedDataKey", key, 1024)));

    private static string? ContentProblem(string? content, ConfigOptions options)
    {
        if (string.IsNullOrWhiteSpace(content)) return $"content is blank : {content}";
        return content.Length > options.MaxContentChars ? $"invalid content, over {options.MaxContentChars}" : null;
    }

    private static string? GrayProblem(GrayRule rule) => rule switch
    {
        TagRule { Tag: var tag } => TagProblem(tag),
        BetaRule { Ips.Length: > 1024 } => "too long betaIps, over 1024",
        _ => null,
    };

    private static string? DescriptionProblem(ConfigDescription description)
    {
        if (description.Tags is { } tags)
        {
            if (tags.Count > 5) return "too much config_tags, over 5";
            foreach (var tag in tags)
            {
                if (tag.Length > 64) return "too long tag, over 64";
            }
        }
        return TooLong("desc", description.Desc, 128)
            ?? TooLong("use", description.Use, 32)
            ?? TooLong("effect", description.Effect, 32)
            ?? TooLong("schema", description.Schema, 32768)
            ?? TooLong("appName", description.AppName, 128);
    }

    private static string? TooLong(string field, string? value, int max) => value?.Length > max ? $"too long {field}, over {max}" : null;

    private static void Report<T>(ValidationContext<T> context, string code, string? problem)
    {
        if (problem is not null) context.AddFailure(new FluentValidation.Results.ValidationFailure(context.PropertyPath, problem) { ErrorCode = code });
    }
}
