// The kernels for processors with AVX2: blocks of 8 channels, sums in twelve of sixteen registers.
#define LANES 8
#define EACH_COUNT(X) X(1) X(2) X(3) X(4) X(5) X(6)

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "wide/kernels.h"
#pragma clang attribute pop
#else
#include "wide/kernels.h"
#endif
