// The product that Winograd convolutions and the way back to the image come down to.
#include "../processor.h"

enum { most_tiles = WIDE(most_tiles), most_blocks = 10 };

// For each of `tiles` positions and `blocks` vectors of results the sum over the source's channels. Source v is
// [in / LANES][tiles][LANES], factors u are [in][blocks][LANES], results m are [blocks][tiles][LANES]. Both counts are known
// to the compiler; the sums stay in registers while tiles · blocks is at most 28 with AVX-512 and 12 with AVX2.
INLINE void multiply(
    const int tiles, const int blocks, size_t blocks_in, const float *restrict v, const float *restrict u,
    float *restrict m) {
  vector sums[most_tiles][most_blocks];
  UNROLL for (int t = 0; t < tiles; t++)
    UNROLL for (int b = 0; b < blocks; b++) sums[t][b] = zeros();
  for (size_t block = 0; block < blocks_in; block++, v += tiles * LANES) {
#pragma clang loop unroll_count(4)
    for (int lane = 0; lane < LANES; lane++, u += blocks * LANES) {
      vector w[most_blocks];
      UNROLL for (int b = 0; b < blocks; b++) w[b] = load(u + b * LANES);
      UNROLL for (int t = 0; t < tiles; t++) {
        vector x = all(v[t * LANES + lane]);
        UNROLL for (int b = 0; b < blocks; b++) sums[t][b] = multiply_add(x, w[b], sums[t][b]);
      }
    }
  }
  UNROLL for (int b = 0; b < blocks; b++)
    UNROLL for (int t = 0; t < tiles; t++) store(m + (b * tiles + t) * LANES, sums[t][b]);
}
