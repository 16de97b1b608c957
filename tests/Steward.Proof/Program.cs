using System.Globalization;
using Steward.Proof;

// The process that is killed: a worker, told by its environment what to work on. It ends by itself when its standard input does, so it never outlives
// the program that started it.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await WorkerMain.RunAsync();
