// The kernels for processors with AVX2: blocks of 8 channels, sums in twelve of sixteen registers.
#if defined(__x86_64__)
#define KERNELS dk_kernels_avx2
#define LANES 8
#define MOST_TILES 6
#define EACH_COUNT(X) X(1) X(2) X(3) X(4) X(5) X(6)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "wide/kernels.inc"
#pragma clang attribute pop
#endif
