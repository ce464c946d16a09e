// Recordings, clients and their servers mostly wait (time-outs, TTLs, intervals of checks): twice as many go side by side as a small machine has processors.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
