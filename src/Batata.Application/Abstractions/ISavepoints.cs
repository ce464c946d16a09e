namespace Batata.Application.Abstractions;

/// <summary>For an applier that must undo what it wrote when it refuses the rest. What it tells observers it keeps back until then.</summary>
public interface ISavepoints
{
    ISavepoint Open();
}

/// <summary>Disposing it undoes all writes since it was opened, unless they are kept.</summary>
public interface ISavepoint : IDisposable
{
    void Keep();
}
