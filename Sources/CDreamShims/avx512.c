// The kernels for processors with AVX-512: blocks of 16 channels, sums in 28 of 32 registers.
#define LANES 16
#define EACH_COUNT(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14)

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#include "wide/kernels.h"
#pragma clang attribute pop
#else
#include "wide/kernels.h"
#endif
