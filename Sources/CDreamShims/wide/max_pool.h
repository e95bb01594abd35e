// Max-pooling with places, forwards and back.
#include "../max_pool_run.h"
#include "../team.h"

#include <stdatomic.h>
#include <string.h>

typedef struct {
  const dk_window *w;
  const float *source;
  float *target;
  uint8_t *places;
  float tolerance;
  atomic_int next;
} pool_work;

static int rows_of_blocks(int64_t channels, int64_t height) { return (int)((channels + LANES - 1) / LANES * height); }

// The largest of some values, and which it is: the first, or the first of those that count as equal; see dk_max_pool.
INLINE vector largest(const vector *values, const int count, float tolerance, integers *number) {
  vector most = values[0];
  for (int i = 1; i < count; i++) most = larger(most, values[i]);
  vector least = most;
  if (tolerance > 0) {
    // Activations that are negative or 0 have no gradient behind a ReLU; of others the share is below them.
    vector near = most * all(1 - tolerance);
    integers equals = {0};
    for (int i = 0; i < count; i++) equals -= values[i] >= near;
    least = (vector)select((equals >= 3) & (most > 0), (integers)near, (integers)most);
  }
  *number = (integers){0};
  for (int i = count - 1; i >= 0; i--) *number = select(values[i] >= least, (integers){0} + i, *number);
  return most;
}

// One row of one block of channels of the way forward.
static void pool_row(const pool_work *work, size_t block, int64_t y) {
  const dk_window *w = work->w;
  const float *plane = work->source + block * w->height_in * w->width_in * LANES;
  const size_t first = (block * w->height_out + y) * w->width_out * LANES;
  const int64_t top = y * w->stride - w->pad_top;
  for (int64_t x = 0; x < w->width_out; x++) {
    const int64_t left = x * w->stride - w->pad_left;
    const int is_inside =
        top >= 0 && left >= 0 && top + w->kernel_h <= w->height_in && left + w->kernel_w <= w->width_in;
    integers place;
    vector most;
    if (is_inside && w->kernel_h == 3 && w->kernel_w == 3) {
      vector values[9];
      UNROLL for (int i = 0; i < 9; i++)
        values[i] = load(plane + ((top + i / 3) * w->width_in + left + i % 3) * LANES);
      most = largest(values, 9, work->tolerance, &place);
    } else {
      vector values[most_window];
      int count = 0;
      int32_t places[most_window];
      for (int64_t i = 0; i < w->kernel_h; i++) {
        for (int64_t j = 0; j < w->kernel_w; j++) {
          if (top + i < 0 || top + i >= w->height_in || left + j < 0 || left + j >= w->width_in) continue;
          places[count] = (int32_t)(i * w->kernel_w + j);
          values[count++] = load(plane + ((top + i) * w->width_in + left + j) * LANES);
        }
      }
      integers number;
      most = largest(values, count, work->tolerance, &number);
      UNROLL for (int lane = 0; lane < LANES; lane++) place[lane] = places[number[lane]];
    }
    store(work->target + first + x * LANES, most);
    *(bytes *)(work->places + first + x * LANES) = __builtin_convertvector(place, bytes);
  }
}

// One row of one block of channels of the way back: every window over it gives its gradient to the pixel it was found at.
static void spread_row(const pool_work *work, size_t block, int64_t y) {
  const dk_window *w = work->w;
  const size_t plane = block * w->height_out * w->width_out * LANES;
  float *target = work->target + (block * w->height_in + y) * w->width_in * LANES;
  memset(target, 0, w->width_in * LANES * sizeof *target);
  for (int64_t v = 0; v < w->height_out; v++) {
    const int64_t i = y + w->pad_top - v * w->stride;
    if (i < 0 || i >= w->kernel_h) continue;
    for (int64_t u = 0; u < w->width_out; u++) {
      const size_t from = plane + (v * w->width_out + u) * LANES;
      const int64_t left = u * w->stride - w->pad_left;
      const integers places = __builtin_convertvector(*(const bytes *)(work->places + from), integers);
      const vector gradient = load(work->source + from);
      for (int64_t j = 0; j < w->kernel_w; j++) {
        if (left + j < 0 || left + j >= w->width_in) continue;
        float *pixel = target + (left + j) * LANES;
        store(pixel, load(pixel) + where(places == (int32_t)(i * w->kernel_w + j), gradient));
      }
    }
  }
}

static void pool_part(void *data) {
  pool_work *work = data;
  const int64_t height = work->w->height_out;
  const int count = rows_of_blocks(work->w->channels_in, height);
  for (int row; (row = atomic_fetch_add_explicit(&work->next, 1, memory_order_relaxed)) < count;)
    pool_row(work, row / height, row % height);
}

static void spread_part(void *data) {
  pool_work *work = data;
  const int64_t height = work->w->height_in;
  const int count = rows_of_blocks(work->w->channels_in, height);
  for (int row; (row = atomic_fetch_add_explicit(&work->next, 1, memory_order_relaxed)) < count;)
    spread_row(work, row / height, row % height);
}

void WIDE(dk_max_pool)(const dk_window *w, const float *source, float *target, uint8_t *places, float tolerance) {
  pool_work work = {w, source, target, places, tolerance, 0};
  GOMP_parallel(pool_part, &work, 0, 0);
}

void WIDE(dk_max_pool_backward)(const dk_window *w, const float *gradient, const uint8_t *places, float *target) {
  pool_work work = {w, gradient, target, (uint8_t *)places, 0, 0};
  GOMP_parallel(spread_part, &work, 0, 0);
}
