namespace Batata.Application.Identity;

/// <summary>
/// Who asks, as found out once at the front: what an audit names and what each decision goes by. One subclass for each family of tokens. Immutable; a
/// change of rights makes another one.
/// </summary>
public abstract class Caller
{
    /// <summary>Authorization is off, or the call is open to all.</summary>
    public static Caller Anybody { get; } = new AnybodyCaller();

    /// <summary>A server that knows the secret of the owner.</summary>
    public static Caller Server { get; } = new ServerCaller();

    /// <summary>Empty when nobody has logged in.</summary>
    public abstract string Name { get; }

    /// <summary>Somebody with a name: not everybody, and no server.</summary>
    public virtual bool IsUser => false;

    public virtual bool IsAdministrator => false;

    /// <summary>Allocates nothing.</summary>
    public abstract bool May(in AccessRequest request);

    private sealed class AnybodyCaller : Caller
    {
        public override string Name => "";

        public override bool May(in AccessRequest request) => true;
    }

    private sealed class ServerCaller : Caller
    {
        public override string Name => "";

        public override bool May(in AccessRequest request) => true;
    }
}

/// <summary>A user of Nacos with the rights that its roles had when this was made.</summary>
public sealed class UserCaller(string name, UserRights rights) : Caller
{
    public override string Name => name;

    public override bool IsUser => true;

    public override bool IsAdministrator => rights.IsAdministrator;

    public override bool May(in AccessRequest request) => rights.Allow(request);
}
