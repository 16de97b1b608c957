// A house with a hole in each wall: the proof that the wall tests can fail.
#pragma warning disable IDE0130
namespace Steward.Tests.Architecture.BadHouse.Cellar
{
    sealed class Wine;
}

namespace Steward.Tests.Architecture.BadHouse.Cellar.Locked
{
    static class Barrel
    {
        public static int Size => 1;
    }
}

namespace Steward.Tests.Architecture.BadHouse.Kitchen
{
    sealed class Cook
    {
        public static object Drink() => new Cellar.Wine();
        public static int Steal() => Cellar.Locked.Barrel.Size;
    }
}
