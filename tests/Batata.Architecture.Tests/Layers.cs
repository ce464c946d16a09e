using System.Reflection;

namespace Batata.Architecture.Tests;

/// <summary>The projects of the solution, by name.</summary>
internal static class Layers
{
    public static Assembly Domain { get; } = Assembly.Load("Batata.Domain");

    public static Assembly Application { get; } = Assembly.Load("Batata.Application");

    public static Assembly Infrastructure { get; } = Assembly.Load("Batata.Infrastructure");

    public static Assembly Nacos { get; } = Assembly.Load("Batata.Api.Nacos");

    public static Assembly Consul { get; } = Assembly.Load("Batata.Api.Consul");

    public static Assembly Host { get; } = Assembly.Load("batata");

    public const string InfrastructureNames = "Batata.Infrastructure";
    public const string NacosNames = "Batata.Api.Nacos";
    public const string ConsulNames = "Batata.Api.Consul";
    public const string HostNames = "Batata.Host";

    /// <summary>What knows a disk, a database or the consensus log.</summary>
    public static readonly string[] StorageNames = ["DotNext", "Dapper", "Microsoft.Data.Sqlite", "System.Data.Common.DbConnection", "SQLitePCL"];
}
