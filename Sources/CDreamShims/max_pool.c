#include "dk_max_pool.h"

#if defined(__x86_64__)

#include "products.h"

#include <math.h>
#include <stdatomic.h>

// A parallel region in the GNU runtime that oneDNN brings along; see loops.c.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);

int dk_max_pool_serves(const dk_window *w) { return dk_block() == lanes && w->kernel_h * w->kernel_w <= 255; }

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)

typedef struct {
  const dk_window *w;
  const float *source;
  float *target;
  uint8_t *places;
  float tolerance;
  atomic_int next;
} run;

static int rows_of_blocks(int64_t channels, int64_t height) { return (int)((channels + lanes - 1) / lanes * height); }

// One row of one block of channels of the way forward.
static void pool_row(const run *r, size_t block, int64_t y) {
  const dk_window *w = r->w;
  const float *plane = r->source + block * w->height_in * w->width_in * lanes;
  const size_t first = (block * w->height_out + y) * w->width_out * lanes;
  const __m512 share = _mm512_set1_ps(1 - r->tolerance);
  const int64_t top = y * w->stride - w->pad_top;
  for (int64_t x = 0; x < w->width_out; x++) {
    const int64_t left = x * w->stride - w->pad_left;
    __m512 most = _mm512_set1_ps(-INFINITY);
#define EACH(statement)                                                                       \
  for (int64_t i = w->kernel_h - 1; i >= 0; i--) {                                            \
    if (top + i < 0 || top + i >= w->height_in) continue;                                     \
    for (int64_t j = w->kernel_w - 1; j >= 0; j--) {                                          \
      if (left + j < 0 || left + j >= w->width_in) continue;                                  \
      __m512 value = _mm512_load_ps(plane + ((top + i) * w->width_in + left + j) * lanes);    \
      statement;                                                                              \
    }                                                                                         \
  }
    EACH(most = _mm512_max_ps(most, value))
    __m512 least = most;
    if (r->tolerance > 0) {
      // Activations that are negative or 0 have no gradient behind a ReLU; of others the share is below them.
      __m512 near = _mm512_mul_ps(most, share);
      __m512i count = _mm512_setzero_si512();
      const __m512i one = _mm512_set1_epi32(1);
      EACH(count = _mm512_mask_add_epi32(count, _mm512_cmp_ps_mask(value, near, _CMP_GE_OQ), count, one))
      __mmask16 is_flat = _mm512_cmpge_epi32_mask(count, _mm512_set1_epi32(3)) &
                          _mm512_cmp_ps_mask(most, _mm512_setzero_ps(), _CMP_GT_OQ);
      least = _mm512_mask_mov_ps(most, is_flat, near);
    }
    __m512i place = _mm512_setzero_si512();
    EACH(place = _mm512_mask_mov_epi32(
             place, _mm512_cmp_ps_mask(value, least, _CMP_GE_OQ), _mm512_set1_epi32((int)(i * w->kernel_w + j))))
    _mm512_store_ps(r->target + first + x * lanes, most);
    _mm_store_si128((__m128i *)(r->places + first + x * lanes), _mm512_cvtepi32_epi8(place));
  }
}

// One row of one block of channels of the way back: every pixel looks at the windows it lies under.
static void spread_row(const run *r, size_t block, int64_t y) {
  const dk_window *w = r->w;
  const size_t plane = block * w->height_out * w->width_out * lanes;
  float *target = r->target + (block * w->height_in + y) * w->width_in * lanes;
  const int64_t low_y = y + w->pad_top - w->kernel_h + 1, s = w->stride;
  for (int64_t x = 0; x < w->width_in; x++) {
    const int64_t low_x = x + w->pad_left - w->kernel_w + 1;
    __m512 sum = _mm512_setzero_ps();
    for (int64_t v = low_y > 0 ? (low_y + s - 1) / s : 0; v < w->height_out && v * s <= y + w->pad_top; v++) {
      for (int64_t u = low_x > 0 ? (low_x + s - 1) / s : 0; u < w->width_out && u * s <= x + w->pad_left; u++) {
        const size_t from = plane + (v * w->width_out + u) * lanes;
        const int64_t place = (y + w->pad_top - v * s) * w->kernel_w + x + w->pad_left - u * s;
        __m512i places = _mm512_cvtepu8_epi32(_mm_load_si128((const __m128i *)(r->places + from)));
        __mmask16 is_here = _mm512_cmpeq_epi32_mask(places, _mm512_set1_epi32((int)place));
        sum = _mm512_mask_add_ps(sum, is_here, sum, _mm512_load_ps(r->source + from));
      }
    }
    _mm512_store_ps(target + x * lanes, sum);
  }
}

static void pool_part(void *data) {
  run *r = data;
  const int64_t height = r->w->height_out;
  const int count = rows_of_blocks(r->w->channels_in, height);
  for (int row; (row = atomic_fetch_add_explicit(&r->next, 1, memory_order_relaxed)) < count;)
    pool_row(r, row / height, row % height);
}

static void spread_part(void *data) {
  run *r = data;
  const int64_t height = r->w->height_in;
  const int count = rows_of_blocks(r->w->channels_in, height);
  for (int row; (row = atomic_fetch_add_explicit(&r->next, 1, memory_order_relaxed)) < count;)
    spread_row(r, row / height, row % height);
}

#pragma clang attribute pop

void dk_max_pool(const dk_window *w, const float *source, float *target, uint8_t *places, float tolerance) {
  run r = {w, source, target, places, tolerance, 0};
  GOMP_parallel(pool_part, &r, 0, 0);
}

void dk_max_pool_backward(const dk_window *w, const float *gradient, const uint8_t *places, float *target) {
  run r = {w, gradient, target, (uint8_t *)places, 0, 0};
  GOMP_parallel(spread_part, &r, 0, 0);
}

#else
// Other processors have none of this.
int dk_max_pool_serves(const dk_window *w) { return (void)w, 0; }
void dk_max_pool(const dk_window *w, const float *source, float *target, uint8_t *places, float tolerance) {
  (void)w, (void)source, (void)target, (void)places, (void)tolerance;
}
void dk_max_pool_backward(const dk_window *w, const float *gradient, const uint8_t *places, float *target) {
  (void)w, (void)gradient, (void)places, (void)target;
}
#endif
