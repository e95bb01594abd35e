// The kernels of AVX-512 on pairs of AVX2's registers: slow, but the same sums to the bit, so that blocks of 16
// channels are tested on any machine.
#if defined(__x86_64__)
#define KERNELS dk_kernels_avx2_pairs
#define LANES 16
#define MOST_TILES 14
#define EACH_COUNT(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14)

// Vectors wider than the registers are passed to functions in memory; all of those are inlined.
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "wide/kernels.inc"
#pragma clang attribute pop
#endif
