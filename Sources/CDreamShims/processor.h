// What the kernels of folder wide have to know of the processor.
#pragma once
#include <stddef.h>

// The most positions that are multiplied together with vectors of 8 and of 16 floats: twice as many sums stay in registers.
enum { most_tiles_8 = 6, most_tiles_16 = 14 };

// The floats in a vector that the kernels compute with here, which is the channels in a block of activations; 0 where the
// processor has no vectors that they are for.
int dk_lanes(void);
// The most positions that they multiply together here.
int dk_most_tiles(void);
// The bytes of the second-level cache that a thread may fill with what it works on.
size_t dk_cache_share(void);
