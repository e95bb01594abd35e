// Max-pooling with places, forwards and back.
#include "../max_pool_run.h"
#include "../team.h"

#include <math.h>
#include <stdatomic.h>

typedef struct {
  const dk_window *w;
  const float *source;
  float *target;
  uint8_t *places;
  float tolerance;
  atomic_int next;
} pool_work;

static int rows_of_blocks(int64_t channels, int64_t height) { return (int)((channels + LANES - 1) / LANES * height); }

// One row of one block of channels of the way forward.
static void pool_row(const pool_work *work, size_t block, int64_t y) {
  const dk_window *w = work->w;
  const float *plane = work->source + block * w->height_in * w->width_in * LANES;
  const size_t first = (block * w->height_out + y) * w->width_out * LANES;
  const vector share = all(1 - work->tolerance);
  const int64_t top = y * w->stride - w->pad_top;
  for (int64_t x = 0; x < w->width_out; x++) {
    const int64_t left = x * w->stride - w->pad_left;
    vector most = all(-INFINITY);
#define EACH(statement)                                                                       \
  for (int64_t i = w->kernel_h - 1; i >= 0; i--) {                                            \
    if (top + i < 0 || top + i >= w->height_in) continue;                                     \
    for (int64_t j = w->kernel_w - 1; j >= 0; j--) {                                          \
      if (left + j < 0 || left + j >= w->width_in) continue;                                  \
      vector value = load(plane + ((top + i) * w->width_in + left + j) * LANES);              \
      statement;                                                                              \
    }                                                                                         \
  }
    EACH(most = larger(most, value))
    vector least = most;
    if (work->tolerance > 0) {
      // Activations that are negative or 0 have no gradient behind a ReLU; of others the share is below them.
      vector near = most * share;
      integers count = {0};
      EACH(count -= value >= near)
      least = (vector)select((count >= 3) & (most > 0), (integers)near, (integers)most);
    }
    integers place = {0};
    EACH(place = select(value >= least, (integers){0} + (int32_t)(i * w->kernel_w + j), place))
#undef EACH
    store(work->target + first + x * LANES, most);
    *(bytes *)(work->places + first + x * LANES) = __builtin_convertvector(place, bytes);
  }
}

// One row of one block of channels of the way back: every pixel looks at the windows it lies under.
static void spread_row(const pool_work *work, size_t block, int64_t y) {
  const dk_window *w = work->w;
  const size_t plane = block * w->height_out * w->width_out * LANES;
  float *target = work->target + (block * w->height_in + y) * w->width_in * LANES;
  const int64_t low_y = y + w->pad_top - w->kernel_h + 1, s = w->stride;
  for (int64_t x = 0; x < w->width_in; x++) {
    const int64_t low_x = x + w->pad_left - w->kernel_w + 1;
    vector sum = zeros();
    for (int64_t v = low_y > 0 ? (low_y + s - 1) / s : 0; v < w->height_out && v * s <= y + w->pad_top; v++) {
      for (int64_t u = low_x > 0 ? (low_x + s - 1) / s : 0; u < w->width_out && u * s <= x + w->pad_left; u++) {
        const size_t from = plane + (v * w->width_out + u) * LANES;
        const int64_t place = (y + w->pad_top - v * s) * w->kernel_w + x + w->pad_left - u * s;
        integers places = __builtin_convertvector(*(const bytes *)(work->places + from), integers);
        sum += where(places == (int32_t)place, load(work->source + from));
      }
    }
    store(target + x * LANES, sum);
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
