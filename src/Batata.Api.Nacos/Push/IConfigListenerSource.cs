using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Push;

/// <summary>A front that has clients listening to configs (long polls, gRPC connections): asked by the "who listens" queries.</summary>
internal interface IConfigListenerSource
{
    /// <summary>Generation of the clients, as metrics name it.</summary>
    string Version { get; }

    /// <summary>Clients that listen to anything.</summary>
    int Subscribers { get; }

    /// <summary>Adds client IP → md5 the client holds, for all that listen to this config.</summary>
    void CollectByConfig(in ConfigKey key, IDictionary<string, string> md5ByIp);

    /// <summary>Adds config → md5 the client holds, for all that this address listens to.</summary>
    void CollectByIp(string ip, IDictionary<ConfigKey, string> md5ByConfig);
}
