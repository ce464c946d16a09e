using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of the config centre, <c>proto/cluster/configs.proto</c>.</summary>
internal static class ConfigEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<PublishConfigEntry, ConfigVersion>(
            Number.PublishConfig,
            static (entry, record) =>
            {
                var message = new Wire.PublishConfig
                {
                    Key = entry.Key.ToWire(),
                    Content = entry.Content.ToWire(),
                    Description = entry.Description.ToWire(),
                    Author = entry.Author.ToWire(),
                    AtMs = entry.At.ToUnixTimeMilliseconds(),
                    OnlyNew = entry.OnlyNew,
                };
                if (entry.ExpectedMd5 is { } md5) message.ExpectedMd5 = md5;
                if (entry.Quotas is { } quotas) message.Quotas = quotas.ToWire();
                record.PublishConfig = message;
            },
            static record =>
            {
                var message = record.PublishConfig;
                return new PublishConfigEntry(
                    message.Key.ToDomain(),
                    message.Content.ToDomain(),
                    message.Description.ToDomain(),
                    message.Author.ToDomain(),
                    message.HasExpectedMd5 ? message.ExpectedMd5 : null,
                    DateTimeOffset.FromUnixTimeMilliseconds(message.AtMs),
                    message.OnlyNew,
                    message.Quotas?.ToDomain());
            }),
        new EntryKind<PublishGrayConfigEntry, ConfigVersion>(
            Number.PublishGrayConfig,
            static (entry, record) =>
            {
                var message = new Wire.PublishGrayConfig
                {
                    Key = entry.Key.ToWire(),
                    Rule = entry.Rule.ToWire(),
                    Content = entry.Content.ToWire(),
                    Author = entry.Author.ToWire(),
                    MaxGrayVersions = entry.MaxGrayVersions,
                    AtMs = entry.At.ToUnixTimeMilliseconds(),
                };
                if (entry.AppName is { } appName) message.AppName = appName;
                if (entry.ExpectedMd5 is { } md5) message.ExpectedMd5 = md5;
                record.PublishGrayConfig = message;
            },
            static record =>
            {
                var message = record.PublishGrayConfig;
                return new PublishGrayConfigEntry(
                    message.Key.ToDomain(),
                    message.Rule.ToDomain(),
                    message.Content.ToDomain(),
                    message.HasAppName ? message.AppName : null,
                    message.Author.ToDomain(),
                    message.HasExpectedMd5 ? message.ExpectedMd5 : null,
                    message.MaxGrayVersions,
                    DateTimeOffset.FromUnixTimeMilliseconds(message.AtMs));
            }),
        new EntryKind<RemoveConfigEntry, bool>(
            Number.RemoveConfig,
            static (entry, record) => record.RemoveConfig = new Wire.RemoveConfig
            {
                Key = entry.Key.ToWire(),
                Author = entry.Author.ToWire(),
                AtMs = entry.At.ToUnixTimeMilliseconds(),
            },
            static record => new RemoveConfigEntry(
                record.RemoveConfig.Key.ToDomain(),
                record.RemoveConfig.Author.ToDomain(),
                DateTimeOffset.FromUnixTimeMilliseconds(record.RemoveConfig.AtMs))),
        new EntryKind<RemoveGrayConfigEntry, Done>(
            Number.RemoveGrayConfig,
            static (entry, record) => record.RemoveGrayConfig = new Wire.RemoveGrayConfig
            {
                Key = entry.Key.ToWire(),
                GrayName = entry.GrayName,
                Author = entry.Author.ToWire(),
                AtMs = entry.At.ToUnixTimeMilliseconds(),
            },
            static record => new RemoveGrayConfigEntry(
                record.RemoveGrayConfig.Key.ToDomain(),
                record.RemoveGrayConfig.GrayName,
                record.RemoveGrayConfig.Author.ToDomain(),
                DateTimeOffset.FromUnixTimeMilliseconds(record.RemoveGrayConfig.AtMs))),
        new EntryKind<RemoveConfigsByIdEntry, int>(
            Number.RemoveConfigsById,
            static (entry, record) => record.RemoveConfigsById = new Wire.RemoveConfigsById
            {
                Ids = { entry.Ids },
                Author = entry.Author.ToWire(),
                AtMs = entry.At.ToUnixTimeMilliseconds(),
            },
            static record => new RemoveConfigsByIdEntry(
                [.. record.RemoveConfigsById.Ids],
                record.RemoveConfigsById.Author.ToDomain(),
                DateTimeOffset.FromUnixTimeMilliseconds(record.RemoveConfigsById.AtMs))),
        new EntryKind<ForgetHistoryEntry, int>(
            Number.ForgetConfigHistory,
            static (entry, record) => record.ForgetConfigHistory = new Wire.ForgetConfigHistory { BeforeMs = entry.Before.ToUnixTimeMilliseconds(), Max = entry.Max },
            static record => new ForgetHistoryEntry(
                DateTimeOffset.FromUnixTimeMilliseconds(record.ForgetConfigHistory.BeforeMs), record.ForgetConfigHistory.Max)),
        new EntryKind<SetCapacityEntry, Done>(
            Number.SetConfigCapacity,
            static (entry, record) =>
            {
                var message = new Wire.SetConfigCapacity { OfGroup = entry.Scope.IsGroup, Name = entry.Scope.Name, AtMs = entry.At.ToUnixTimeMilliseconds() };
                if (entry.Limits.Quota is { } quota) message.Quota = quota;
                if (entry.Limits.MaxSize is { } maxSize) message.MaxSize = maxSize;
                if (entry.Limits.MaxAggrCount is { } maxAggrCount) message.MaxAggrCount = maxAggrCount;
                if (entry.Limits.MaxAggrSize is { } maxAggrSize) message.MaxAggrSize = maxAggrSize;
                record.SetConfigCapacity = message;
            },
            static record =>
            {
                var message = record.SetConfigCapacity;
                return new SetCapacityEntry(
                    new CapacityScope(message.OfGroup, message.Name),
                    new CapacityLimits(
                        message.HasQuota ? message.Quota : null, message.HasMaxSize ? message.MaxSize : null,
                        message.HasMaxAggrCount ? message.MaxAggrCount : null, message.HasMaxAggrSize ? message.MaxAggrSize : null),
                    DateTimeOffset.FromUnixTimeMilliseconds(message.AtMs));
            }),
        new EntryKind<CorrectUsageEntry, int>(
            Number.CorrectConfigUsage,
            static (_, record) => record.CorrectConfigUsage = new Wire.CorrectConfigUsage(),
            static _ => new CorrectUsageEntry()),
        new EntryKind<ResealConfigsEntry, int>(
            Number.ResealConfigs,
            static (entry, record) => record.ResealConfigs = new Wire.ResealConfigs
            {
                Contents = { entry.Contents.Select(static c => new Wire.ResealedConfig { Table = (int)c.Table, Id = c.Id, Md5 = c.Md5, Text = c.Text }) },
            },
            static record => new ResealConfigsEntry(
                [.. record.ResealConfigs.Contents.Select(static c => new ResealedContent((ConfigTable)c.Table, c.Id, c.Md5, c.Text))])),
        new EntryKind<ForgetSealKeyEntry, bool>(
            Number.ForgetSealKey,
            static (entry, record) => record.ForgetSealKey = new Wire.ForgetSealKey { KeyId = entry.KeyId },
            static record => new ForgetSealKeyEntry(record.ForgetSealKey.KeyId)),
    ];
}
