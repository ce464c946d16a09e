namespace Batata.Application.Sessions;

/// <summary>Which sessions there are, for the applying thread: a lock asks while it is applied.</summary>
public interface ILiveSessions
{
    bool Exists(string id);
}
