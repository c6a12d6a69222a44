"""The benchmarks: `./script/bench NAME` (reading, speed, memory, startup)."""
