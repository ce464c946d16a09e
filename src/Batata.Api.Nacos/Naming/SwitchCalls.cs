using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using MediatR;

namespace Batata.Api.Nacos.Naming;

/// <summary>Shows and sets switches, alike in v2 and v3. Protocol source: Nacos 3.1 <c>UpdateSwitchForm</c>, <c>SwitchManager</c>.</summary>
internal sealed class SwitchCalls(ISwitches switches, IMediator mediator)
{
    public static NacosRoute Declare(NacosRoute route) => route.RequiresFields("entry", "value").Takes("debug", ParameterType.Bool);

    public Task ShowAsync(NacosRequest request) =>
        Answers.SuccessAsync(request.Http, switches.Current, static (json, current) => json.WriteRawValue(current.ToJson(), skipInputValidation: true));

    public async Task SetAsync(NacosRequest request) =>
        await request.ResultAsync(await mediator.Send(new SetSwitch(request.Text("entry"), request.Text("value"), request.Bool("debug")), request.Aborted));
}
