// Winograd convolutions: what winograd.c prepared is run.
#include "../team.h"
#include "../winograd_plan.h"

#include <stdatomic.h>
#include <string.h>

// Inputs to their values at the points, in place; `pairs` is a->pairs, known to the compiler.
INLINE void evaluate(const axis *a, const int pairs, vector *d, const int stride) {
  if (!pairs) return;
  vector x[most_points];
  UNROLL for (int i = 0; i < 2 * pairs + 2; i++) x[i] = d[i * stride];
  vector zero = x[2 * pairs], infinity = x[2 * pairs + 1];
  UNROLL for (int l = 0; l < pairs; l++) {
    vector c = all(a->all[l]);
    zero = multiply_add(c, x[2 * l], zero);
    infinity = multiply_add(c, x[2 * l + 1], infinity);
  }
  d[0] = zero;
  d[(2 * pairs + 1) * stride] = infinity;
  UNROLL for (int k = 0; k < pairs; k++) {
    vector even = x[2 * pairs], odd = x[2 * pairs - 1];
    UNROLL for (int l = 0; l + 1 < pairs; l++) {
      vector c = all(a->others[k][l]);
      even = multiply_add(c, x[2 * l + 2], even);
      odd = multiply_add(c, x[2 * l + 1], odd);
    }
    vector root = all(a->roots[k]);
    d[(1 + 2 * k) * stride] = multiply_add(root, odd, even);
    d[(2 + 2 * k) * stride] = multiply_add(-root, odd, even);
  }
}

// Products at the points to outputs.
INLINE void interpolate(
    const axis *a, const int pairs, const int outputs, const vector *m, const int stride, vector *y, const int y_stride) {
  if (!pairs) {
    y[0] = m[0];
    return;
  }
  vector sum[most_pairs], difference[most_pairs];
  UNROLL for (int k = 0; k < pairs; k++) {
    vector plus = m[(1 + 2 * k) * stride], minus = m[(2 + 2 * k) * stride];
    sum[k] = plus + minus;
    difference[k] = plus - minus;
  }
  UNROLL for (int j = 0; j < outputs; j++) {
    vector value = j == 0 ? m[0] : j == outputs - 1 ? m[(2 * pairs + 1) * stride] : zeros();
    UNROLL for (int k = 0; k < pairs; k++) {
      vector part = j % 2 ? difference[k] : sum[k];
      value = j == 0 ? value + part : multiply_add(all(a->powers[k][j]), part, value);
    }
    y[j * y_stride] = value;
  }
}

// MARK: Products

typedef void product(size_t blocks_in, const float *v, const float *u, float *m);
#define PRODUCT(tiles, blocks)                                                                         \
  static void multiply_##tiles##_##blocks(size_t n, const float *v, const float *u, float *m) {       \
    multiply(tiles, blocks, n, v, u, m);                                                              \
  }
#define BOTH(tiles) PRODUCT(tiles, 1) PRODUCT(tiles, 2)
EACH_COUNT(BOTH)
#define ENTRY(tiles) {multiply_##tiles##_1, multiply_##tiles##_2},
static product *const products[most_tiles][2] = {EACH_COUNT(ENTRY)};
#undef ENTRY

// MARK: Tiles

// The values at the points of one tile of one block of channels; each point's go `stride` floats behind the one before.
INLINE void read_inline(
    const int pairs_h, const int pairs_w, const winograd_convolver *w, const float *source, const float *mask, int top, int left,
    float *v, size_t stride) {
  const int n_h = pairs_h ? 2 * pairs_h + 2 : 1, n_w = pairs_w ? 2 * pairs_w + 2 : 1;
  const int height = (int)w->head.window.height_in, width = (int)w->head.window.width_in;
  vector d[most_points * most_points];
  int is_inside = top >= 0 && left >= 0 && top + n_h <= height && left + n_w <= width;
  ptrdiff_t first = ((ptrdiff_t)top * width + left) * LANES;
  if (is_inside && !mask) {
    UNROLL for (int i = 0; i < n_h; i++)
      UNROLL for (int j = 0; j < n_w; j++) d[i * n_w + j] = load(source + first + (i * width + j) * LANES);
  } else {
    for (int i = 0; i < n_h; i++) {
      for (int j = 0; j < n_w; j++) {
        ptrdiff_t place = first + ((ptrdiff_t)i * width + j) * LANES;
        vector x = zeros();
        if (top + i >= 0 && top + i < height && left + j >= 0 && left + j < width) {
          x = load(source + place);
          if (mask) x = where(load(mask + place) > 0, x);
        }
        d[i * n_w + j] = x;
      }
    }
  }
  UNROLL for (int j = 0; j < n_w; j++) evaluate(&w->rows, pairs_h, d + j, n_w);
  UNROLL for (int i = 0; i < n_h; i++) evaluate(&w->columns, pairs_w, d + i * n_w, 1);
  UNROLL for (int p = 0; p < n_h * n_w; p++) store(v + p * stride, d[p]);
}

// The outputs of one tile of one block of channels from the products at its points.
INLINE void write_inline(
    const int pairs_h, const int m_h, const int pairs_w, const int m_w, const winograd_convolver *w, const dk_convolver_operands *o,
    const float *m, size_t stride, size_t block, int top, int left) {
  const int n_h = pairs_h ? 2 * pairs_h + 2 : 1, n_w = pairs_w ? 2 * pairs_w + 2 : 1;
  const int height = (int)w->head.window.height_out, width = (int)w->head.window.width_out;
  vector d[most_points * most_outputs], y[most_outputs * most_outputs];
  UNROLL for (int i = 0; i < n_h; i++) {
    vector row[most_points];
    UNROLL for (int j = 0; j < n_w; j++) row[j] = load(m + (i * n_w + j) * stride);
    interpolate(&w->columns, pairs_w, m_w, row, 1, d + i * m_w, 1);
  }
  UNROLL for (int j = 0; j < m_w; j++) interpolate(&w->rows, pairs_h, m_h, d + j, m_w, y + j, m_w);
  vector bias = o->bias ? load_anywhere(o->bias + block * LANES) : zeros();
  float *plane = o->destination + block * height * width * LANES;
  int rows = height - top < m_h ? height - top : m_h, columns = width - left < m_w ? width - left : m_w;
  UNROLL for (int i = 0; i < m_h; i++) {
    UNROLL for (int j = 0; j < m_w; j++) {
      if (i >= rows || j >= columns) continue;
      float *place = plane + ((size_t)(top + i) * width + left + j) * LANES;
      vector value = y[i * m_w + j] + bias;
      if (o->accumulates) value += load(place);
      if (o->relu) value = larger(value, zeros());
      store(place, value);
    }
  }
}

typedef void read_tile(const winograd_convolver *w, const float *source, const float *mask, int top, int left, float *v, size_t stride);
typedef void write_tile(
    const winograd_convolver *w, const dk_convolver_operands *o, const float *m, size_t stride, size_t block, int top, int left);
#define SHAPE(name, pairs_h, m_h, pairs_w, m_w)                                                                            \
  static void read_##name(                                                                                                 \
      const winograd_convolver *w, const float *source, const float *mask, int top, int left, float *v, size_t stride) {         \
    read_inline(pairs_h, pairs_w, w, source, mask, top, left, v, stride);                                                  \
  }                                                                                                                        \
  static void write_##name(                                                                                                \
      const winograd_convolver *w, const dk_convolver_operands *o, const float *m, size_t stride, size_t block, int top, int left) { \
    write_inline(pairs_h, m_h, pairs_w, m_w, w, o, m, stride, block, top, left);                                           \
  }
SHAPE(3x3, 2, 4, 2, 4)
SHAPE(5x5, 2, 2, 2, 2)
SHAPE(1x3, 0, 1, 2, 4)
SHAPE(3x1, 2, 4, 0, 1)
SHAPE(1x7, 0, 1, 4, 4)
SHAPE(7x1, 4, 4, 0, 1)
static read_tile *const readers[winograd_shapes] = {read_3x3, read_5x5, read_1x3, read_3x1, read_1x7, read_7x1};
static write_tile *const writers[winograd_shapes] = {write_3x3, write_5x5, write_1x3, write_3x1, write_1x7, write_7x1};

// MARK: Running

typedef struct {
  const winograd_convolver *w;
  const dk_convolver_operands *o;
  atomic_int next;
} winograd_work;

// Takes batches until none is left; what a tile becomes does not depend on who computes it.
static void winograd_part(void *data) {
  winograd_work *work = data;
  const winograd_convolver *w = work->w;
  const dk_convolver_operands *o = work->o;
  read_tile *read = readers[w->shape];
  write_tile *write = writers[w->shape];
  float *v = o->scratch + (size_t)omp_get_thread_num() * w->head.scratch_floats, *m = v + w->v_floats;
  const int tile_count = w->tiles_down * w->tiles_across;
  const size_t step = w->blocks_in * w->tiles * LANES;  // from one point to the next
  const size_t plane_in = (size_t)w->head.window.height_in * w->head.window.width_in * LANES;
  for (;;) {
    int first = atomic_fetch_add_explicit(&work->next, w->batches, memory_order_relaxed);
    if (first >= w->batch_count) return;
    int batches = w->batch_count - first < w->batches ? w->batch_count - first : w->batches;
    for (int slot = 0; slot < batches * w->tiles; slot++) {
      int tile = first * w->tiles + slot;
      float *target = v + slot / w->tiles * (w->points * step) + slot % w->tiles * LANES;
      int top = tile / w->tiles_across * w->rows.outputs - (int)w->head.window.pad_top;
      int left = tile % w->tiles_across * w->columns.outputs - (int)w->head.window.pad_left;
      for (size_t block = 0; block < w->blocks_in; block++, target += w->tiles * LANES) {
        if (tile < tile_count) {
          read(w, o->source + block * plane_in, o->mask ? o->mask + block * plane_in : NULL, top, left, target, step);
        } else {
          for (int p = 0; p < w->points; p++) memset(target + p * step, 0, LANES * sizeof *target);
        }
      }
    }
    const float *u = o->weights;
    for (size_t block = 0; block < w->blocks_out; block += 2) {
      const int blocks = w->blocks_out - block < 2 ? 1 : 2;
      const size_t m_step = (size_t)blocks * w->tiles * LANES;
      product *multiply = products[w->tiles - 1][blocks - 1];
      for (int p = 0; p < w->points; p++, u += w->blocks_in * LANES * blocks * LANES)
        for (int batch = 0; batch < batches; batch++)
          multiply(w->blocks_in, v + (batch * w->points + p) * step, u, m + (batch * w->points + p) * m_step);
      for (int slot = 0; slot < batches * w->tiles; slot++) {
        int tile = first * w->tiles + slot;
        if (tile >= tile_count) break;
        const float *from = m + slot / w->tiles * (w->points * m_step) + slot % w->tiles * LANES;
        int top = tile / w->tiles_across * w->rows.outputs, left = tile % w->tiles_across * w->columns.outputs;
        for (int b = 0; b < blocks; b++) write(w, o, from + b * w->tiles * LANES, m_step, block + b, top, left);
      }
    }
  }
}

void WIDE(dk_winograd_run)(const dk_convolver *convolver, const dk_convolver_operands *operands) {
  winograd_work work = {(const winograd_convolver *)convolver, operands, 0};
  GOMP_parallel(winograd_part, &work, convolver->threads, 0);
}
