// The product that DreamKit's own convolutions come down to, for processors with AVX-512.
#pragma once
#include <immintrin.h>
#include <stddef.h>

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// The channels in a block; the most positions that are multiplied together.
enum { lanes = 16, most_tiles = 14, most_blocks = 5 };

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)

// For each of `tiles` positions and `blocks` vectors of 16 results the sum over the source's channels. Source v is
// [in / 16][tiles][16], factors u are [in][blocks][16], results m are [blocks][tiles][16]. Both counts are known to the
// compiler; the sums stay in registers while tiles · blocks is at most 28.
INLINE void multiply(
    const int tiles, const int blocks, size_t blocks_in, const float *restrict v, const float *restrict u,
    float *restrict m) {
  __m512 sums[most_tiles][most_blocks];
  UNROLL for (int t = 0; t < tiles; t++)
    UNROLL for (int b = 0; b < blocks; b++) sums[t][b] = _mm512_setzero_ps();
  for (size_t block = 0; block < blocks_in; block++, v += tiles * lanes) {
#pragma clang loop unroll_count(4)
    for (int lane = 0; lane < lanes; lane++, u += blocks * lanes) {
      __m512 w[most_blocks];
      UNROLL for (int b = 0; b < blocks; b++) w[b] = _mm512_load_ps(u + b * lanes);
      UNROLL for (int t = 0; t < tiles; t++) {
        __m512 x = _mm512_set1_ps(v[t * lanes + lane]);
        UNROLL for (int b = 0; b < blocks; b++) sums[t][b] = _mm512_fmadd_ps(x, w[b], sums[t][b]);
      }
    }
  }
  UNROLL for (int b = 0; b < blocks; b++)
    UNROLL for (int t = 0; t < tiles; t++) _mm512_store_ps(m + (b * tiles + t) * lanes, sums[t][b]);
}

#pragma clang attribute pop
