// The kernels of folder wide, which are compiled once for each width of vectors and instruction set.
#pragma once
#include "convolver.h"
#include "dk_max_pool.h"

enum {
  dk_most_window = 64,                          // the most values under a window of max-pooling
  dk_peak_rounds = 4000000, dk_peak_chains = 12  // what peak_sums computes: so many chains of so many products
};

typedef struct dk_kernels {
  int lanes;       // the floats in a vector, which are the channels in a block of activations
  int most_tiles;  // the most positions that are multiplied together: their sums stay in registers
  dk_convolver_run *direct, *winograd, *image_gradient;
  void (*max_pool)(const dk_window *window, const float *source, float *target, uint8_t *places, float tolerance);
  void (*max_pool_backward)(const dk_window *window, const float *gradient, const uint8_t *places, float *target);
  float (*peak_sums)(float a, float b);
} dk_kernels;

// 8 floats and AVX2; 16 floats and AVX-512; 16 floats in two registers of AVX2, for tests of that layout anywhere.
extern const dk_kernels dk_kernels_avx2, dk_kernels_avx512, dk_kernels_avx2_pairs;

// Those that serve this process, or NULL where it leaves everything to the library; see dk_lanes.
const dk_kernels *dk_serving_kernels(void);
// The bytes of the second-level cache that a thread may fill with what it works on.
size_t dk_cache_share(void);
