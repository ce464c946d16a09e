using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Infrastructure.Persistence.Configs;

/// <summary>A search that needs no contents and no tags: answered from <see cref="ConfigNames"/>. For one use, by one thread.</summary>
internal sealed class NameSearch(ConfigSearch search)
{
    private readonly NamePattern? _namespace = NamePattern.Of(search.NamespaceId, search.Blur, likeSigns: false);
    private readonly NamePattern? _group = NamePattern.Of(search.Group, search.Blur);
    private readonly NamePattern? _dataId = NamePattern.Of(search.DataId, search.Blur);
    private readonly NamePattern? _app = NamePattern.Of(search.AppName, wildcards: false);
    private readonly HashSet<string>? _types = search.Blur && search.Types.Count > 0 ? [.. search.Types] : null;

    /// <returns>How many there are, and the row ids of one page in their order.</returns>
    public (int Total, List<long> Ids) Run(ConfigNames names, int pageNumber, int pageSize, CancellationToken cancellationToken)
    {
        var (from, total) = ((long)(pageNumber - 1) * pageSize, 0);
        var ids = new List<long>();
        var view = names.Read();
        var judged = new Judged(this, view.Names);
        var passed = 0;
        foreach (ref readonly var row in view.Rows)
        {
            if ((++passed & 0xffff) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (row.Dead || !judged.Match(row) || (_dataId is not null && !_dataId.Matches(row.DataId))) continue;
            if (search.MayRead is { } mayRead && !mayRead(new ConfigKey(view.Names[row.Namespace], view.Names[row.Group], row.DataId))) continue;
            if (total >= from && ids.Count < pageSize) ids.Add(row.Id);
            total++;
        }
        return (total, ids);
    }

    /// <summary>What was found of each name: nothing yet, that it matches, or that it does not.</summary>
    private readonly struct Judged(NameSearch search, string[] names)
    {
        private readonly sbyte[]? _namespaces = search._namespace is null ? null : new sbyte[names.Length];
        private readonly sbyte[]? _groups = search._group is null ? null : new sbyte[names.Length];
        private readonly sbyte[]? _apps = search._app is null ? null : new sbyte[names.Length];
        private readonly sbyte[]? _types = search._types is null ? null : new sbyte[names.Length];

        public bool Match(in ConfigNames.Row row) =>
            (_groups is null || (_groups[row.Group] is not 0 and var g ? g > 0 : Keep(_groups, row.Group, search._group!.Matches(names[row.Group]))))
            && (_namespaces is null || (_namespaces[row.Namespace] is not 0 and var n ? n > 0 : Keep(_namespaces, row.Namespace, search._namespace!.Matches(names[row.Namespace]))))
            && (_types is null || (_types[row.Type] is not 0 and var t ? t > 0 : Keep(_types, row.Type, search._types!.Contains(names[row.Type]))))
            && (_apps is null || (_apps[row.App] is not 0 and var a ? a > 0 : Keep(_apps, row.App, search._app!.Matches(names[row.App]))));

        private static bool Keep(sbyte[] verdicts, int number, bool matches)
        {
            verdicts[number] = matches ? (sbyte)1 : (sbyte)-1;
            return matches;
        }
    }
}
