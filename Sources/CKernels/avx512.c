// The kernels for processors with AVX-512: blocks of 16 channels, sums in 28 of 32 registers.
#if defined(__x86_64__)
#define KERNELS dk_kernels_avx512
#define LANES 16
#define MOST_TILES 14
#define EACH_COUNT(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14)

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#include "wide/kernels.inc"
#pragma clang attribute pop
#endif
