// The processor that computes: its vectors, threads and memory.
#pragma once

// The floats in a vector that DreamKit's own kernels compute with: 16 with AVX-512, 8 with AVX2, or 0 where there are
// no kernels for the processor and the library computes everything. The environment variable DREAMKIT_LANES, read by
// the first call, asks for another width: 8 with AVX-512, 16 with AVX2 (slow, for tests), or 0.
int dk_lanes(void);
// The channels in a block of activations: dk_lanes(), or 8 without kernels.
int dk_block(void);
// The threads that the calling thread's work is spread over from now on, at least 1.
void dk_set_threads(int count);
// The threads that a parallel region of the calling thread really has.
int dk_team_size(void);
// The number of processors this process may run on.
int dk_processors(void);
// Gives memory that was freed back to the system.
void dk_trim(void);
