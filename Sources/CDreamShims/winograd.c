#include "dk_winograd.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// A parallel region in the GNU runtime that oneDNN brings along; see loops.c.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);

enum { lanes = 16, most_pairs = 4, most_points = 2 * most_pairs + 2, most_outputs = 4, most_tiles = 14 };

// MARK: The algorithm along one axis
//
// m outputs of a filter of r taps from n = m + r - 1 inputs with n products (Toom and Cook; Winograd, 1980): taps and inputs
// are evaluated as polynomials at n points, multiplied, and the result is interpolated. The points are 0, pairs ±p, and
// infinity, so that even and odd powers are summed once for both points of a pair. Points that are fractions keep the
// rounding error at two to six times that of plain summation.

typedef struct {
  int taps, outputs, pairs;
  double points[most_pairs];
  // Products over the pairs of (X - p²), from the constant on, without the leading 1: of all pairs, and of all but one.
  float all[most_pairs], others[most_pairs][most_pairs];
  float roots[most_pairs], powers[most_pairs][most_outputs];
} axis;

static int points_of(const axis *a) { return a->pairs ? 2 * a->pairs + 2 : 1; }

static void multiply_out(const axis *a, int left_out, double product[most_pairs + 1]) {
  memset(product, 0, (most_pairs + 1) * sizeof *product);
  product[0] = 1;
  for (int k = 0; k < a->pairs; k++) {
    if (k == left_out) continue;
    double root = a->points[k] * a->points[k];
    for (int i = most_pairs; i > 0; i--) product[i] = product[i - 1] - root * product[i];
    product[0] *= -root;
  }
}

// The axis of a filter of so many taps; 0 where there is none.
static int make_axis(int taps, axis *a) {
  static const axis known[] = {
      {.taps = 1, .outputs = 1, .pairs = 0},
      {.taps = 3, .outputs = 4, .pairs = 2, .points = {M_SQRT1_2, M_SQRT2}},
      {.taps = 5, .outputs = 2, .pairs = 2, .points = {M_SQRT1_2, M_SQRT2}},
      {.taps = 7, .outputs = 4, .pairs = 4, .points = {0.5, 0.75, 4.0 / 3, 2}},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (known[i].taps != taps) continue;
    *a = known[i];
    double product[most_pairs + 1];
    multiply_out(a, -1, product);
    for (int l = 0; l < a->pairs; l++) a->all[l] = (float)product[l];
    for (int k = 0; k < a->pairs; k++) {
      multiply_out(a, k, product);
      for (int l = 0; l + 1 < a->pairs; l++) a->others[k][l] = (float)product[l];
      a->roots[k] = (float)a->points[k];
      for (int j = 0; j < a->outputs; j++) a->powers[k][j] = (float)pow(a->points[k], j);
    }
    return 1;
  }
  return 0;
}

// The taps evaluated at the points and divided by what interpolation would divide by: G of the literature, [points][taps].
static void taps_matrix(const axis *a, double g[most_points][7]) {
  int n = points_of(a);
  double x[most_points] = {0};
  for (int k = 0; k < a->pairs; k++) {
    x[1 + 2 * k] = a->points[k];
    x[2 + 2 * k] = -a->points[k];
  }
  for (int i = 0; i < n; i++) {
    int is_infinite = n > 1 && i == n - 1;
    double divisor = 1;
    for (int j = 0; j < n - 1; j++)
      if (j != i && !is_infinite) divisor *= x[i] - x[j];
    for (int tap = 0; tap < a->taps; tap++)
      g[i][tap] = is_infinite ? tap == a->taps - 1 : pow(x[i], tap) / divisor;
  }
}

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// Inputs to their values at the points, in place; `pairs` is a->pairs, known to the compiler.
INLINE void evaluate(const axis *a, const int pairs, __m512 *d, const int stride) {
  if (!pairs) return;
  __m512 x[most_points];
  UNROLL for (int i = 0; i < 2 * pairs + 2; i++) x[i] = d[i * stride];
  __m512 zero = x[2 * pairs], infinity = x[2 * pairs + 1];
  UNROLL for (int l = 0; l < pairs; l++) {
    __m512 c = _mm512_set1_ps(a->all[l]);
    zero = _mm512_fmadd_ps(c, x[2 * l], zero);
    infinity = _mm512_fmadd_ps(c, x[2 * l + 1], infinity);
  }
  d[0] = zero;
  d[(2 * pairs + 1) * stride] = infinity;
  UNROLL for (int k = 0; k < pairs; k++) {
    __m512 even = x[2 * pairs], odd = x[2 * pairs - 1];
    UNROLL for (int l = 0; l + 1 < pairs; l++) {
      __m512 c = _mm512_set1_ps(a->others[k][l]);
      even = _mm512_fmadd_ps(c, x[2 * l + 2], even);
      odd = _mm512_fmadd_ps(c, x[2 * l + 1], odd);
    }
    __m512 root = _mm512_set1_ps(a->roots[k]);
    d[(1 + 2 * k) * stride] = _mm512_fmadd_ps(root, odd, even);
    d[(2 + 2 * k) * stride] = _mm512_fnmadd_ps(root, odd, even);
  }
}

// Products at the points to outputs.
INLINE void interpolate(
    const axis *a, const int pairs, const int outputs, const __m512 *m, const int stride, __m512 *y, const int y_stride) {
  if (!pairs) {
    y[0] = m[0];
    return;
  }
  __m512 sum[most_pairs], difference[most_pairs];
  UNROLL for (int k = 0; k < pairs; k++) {
    __m512 plus = m[(1 + 2 * k) * stride], minus = m[(2 + 2 * k) * stride];
    sum[k] = _mm512_add_ps(plus, minus);
    difference[k] = _mm512_sub_ps(plus, minus);
  }
  UNROLL for (int j = 0; j < outputs; j++) {
    __m512 value = j == 0 ? m[0] : j == outputs - 1 ? m[(2 * pairs + 1) * stride] : _mm512_setzero_ps();
    UNROLL for (int k = 0; k < pairs; k++) {
      __m512 part = j % 2 ? difference[k] : sum[k];
      value = j == 0 ? _mm512_add_ps(value, part) : _mm512_fmadd_ps(_mm512_set1_ps(a->powers[k][j]), part, value);
    }
    y[j * y_stride] = value;
  }
}

// MARK: Products

// For one point: the sums over the input channels for `tiles` tiles and `blocks` blocks of 16 output channels.
// v is [in / 16][tiles][16], u is [in][blocks][16], m is [blocks][tiles][16].
INLINE void multiply(
    const int tiles, const int blocks, size_t blocks_in, const float *restrict v, const float *restrict u,
    float *restrict m) {
  __m512 sums[most_tiles][2];
  UNROLL for (int t = 0; t < tiles; t++)
    UNROLL for (int b = 0; b < blocks; b++) sums[t][b] = _mm512_setzero_ps();
  for (size_t block = 0; block < blocks_in; block++, v += tiles * lanes) {
#pragma clang loop unroll_count(4)
    for (int lane = 0; lane < lanes; lane++, u += blocks * lanes) {
      __m512 w[2];
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

typedef void product(size_t blocks_in, const float *v, const float *u, float *m);
#define PRODUCT(tiles, blocks)                                                                         \
  static void multiply_##tiles##_##blocks(size_t n, const float *v, const float *u, float *m) {       \
    multiply(tiles, blocks, n, v, u, m);                                                              \
  }
#define EACH_COUNT(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14)
#define BOTH(tiles) PRODUCT(tiles, 1) PRODUCT(tiles, 2)
EACH_COUNT(BOTH)
#define ENTRY(tiles) {multiply_##tiles##_1, multiply_##tiles##_2},
static product *const products[most_tiles][2] = {EACH_COUNT(ENTRY)};

// MARK: Tiles

typedef void read_tile(const dk_winograd *w, const float *source, const float *mask, int top, int left, float *v, size_t stride);
typedef void write_tile(
    const dk_winograd *w, const dk_winograd_operands *o, const float *m, size_t stride, size_t block, int top, int left);

struct dk_winograd {
  dk_window window;
  axis rows, columns;
  int threads, points, tiles_down, tiles_across;
  size_t blocks_in, blocks_out;
  // Tiles are multiplied `tiles` at a time; `batches` of these are prepared together.
  int tiles, batches, batch_count;
  size_t v_floats, m_floats;
  read_tile *read;
  write_tile *write;
};

// The values at the points of one tile of one block of channels; each point's go `stride` floats behind the one before.
INLINE void read_inline(
    const int pairs_h, const int pairs_w, const dk_winograd *w, const float *source, const float *mask, int top, int left,
    float *v, size_t stride) {
  const int n_h = pairs_h ? 2 * pairs_h + 2 : 1, n_w = pairs_w ? 2 * pairs_w + 2 : 1;
  const int height = (int)w->window.height_in, width = (int)w->window.width_in;
  __m512 d[most_points * most_points];
  int is_inside = top >= 0 && left >= 0 && top + n_h <= height && left + n_w <= width;
  ptrdiff_t first = ((ptrdiff_t)top * width + left) * lanes;
  if (is_inside && !mask) {
    UNROLL for (int i = 0; i < n_h; i++)
      UNROLL for (int j = 0; j < n_w; j++) d[i * n_w + j] = _mm512_load_ps(source + first + (i * width + j) * lanes);
  } else {
    for (int i = 0; i < n_h; i++) {
      for (int j = 0; j < n_w; j++) {
        ptrdiff_t place = first + ((ptrdiff_t)i * width + j) * lanes;
        __m512 x = _mm512_setzero_ps();
        if (top + i >= 0 && top + i < height && left + j >= 0 && left + j < width) {
          __mmask16 on = mask ? _mm512_cmp_ps_mask(_mm512_load_ps(mask + place), x, _CMP_GT_OQ) : 0xffff;
          x = _mm512_maskz_load_ps(on, source + place);
        }
        d[i * n_w + j] = x;
      }
    }
  }
  UNROLL for (int j = 0; j < n_w; j++) evaluate(&w->rows, pairs_h, d + j, n_w);
  UNROLL for (int i = 0; i < n_h; i++) evaluate(&w->columns, pairs_w, d + i * n_w, 1);
  UNROLL for (int p = 0; p < n_h * n_w; p++) _mm512_store_ps(v + p * stride, d[p]);
}

// The outputs of one tile of one block of channels from the products at its points.
INLINE void write_inline(
    const int pairs_h, const int m_h, const int pairs_w, const int m_w, const dk_winograd *w, const dk_winograd_operands *o,
    const float *m, size_t stride, size_t block, int top, int left) {
  const int n_h = pairs_h ? 2 * pairs_h + 2 : 1, n_w = pairs_w ? 2 * pairs_w + 2 : 1;
  const int height = (int)w->window.height_out, width = (int)w->window.width_out;
  __m512 d[most_points * most_outputs], y[most_outputs * most_outputs];
  UNROLL for (int i = 0; i < n_h; i++) {
    __m512 row[most_points];
    UNROLL for (int j = 0; j < n_w; j++) row[j] = _mm512_load_ps(m + (i * n_w + j) * stride);
    interpolate(&w->columns, pairs_w, m_w, row, 1, d + i * m_w, 1);
  }
  UNROLL for (int j = 0; j < m_w; j++) interpolate(&w->rows, pairs_h, m_h, d + j, m_w, y + j, m_w);
  __m512 bias = o->bias ? _mm512_loadu_ps(o->bias + block * lanes) : _mm512_setzero_ps();
  float *plane = o->destination + block * height * width * lanes;
  int rows = height - top < m_h ? height - top : m_h, columns = width - left < m_w ? width - left : m_w;
  UNROLL for (int i = 0; i < m_h; i++) {
    UNROLL for (int j = 0; j < m_w; j++) {
      if (i >= rows || j >= columns) continue;
      float *place = plane + ((size_t)(top + i) * width + left + j) * lanes;
      __m512 value = _mm512_add_ps(y[i * m_w + j], bias);
      if (o->accumulates) value = _mm512_add_ps(value, _mm512_load_ps(place));
      if (o->relu) value = _mm512_max_ps(value, _mm512_setzero_ps());
      _mm512_store_ps(place, value);
    }
  }
}

#define SHAPE(name, pairs_h, m_h, pairs_w, m_w)                                                                            \
  static void read_##name(                                                                                                 \
      const dk_winograd *w, const float *source, const float *mask, int top, int left, float *v, size_t stride) {         \
    read_inline(pairs_h, pairs_w, w, source, mask, top, left, v, stride);                                                  \
  }                                                                                                                        \
  static void write_##name(                                                                                                \
      const dk_winograd *w, const dk_winograd_operands *o, const float *m, size_t stride, size_t block, int top, int left) { \
    write_inline(pairs_h, m_h, pairs_w, m_w, w, o, m, stride, block, top, left);                                           \
  }
SHAPE(3x3, 2, 4, 2, 4)
SHAPE(5x5, 2, 2, 2, 2)
SHAPE(1x3, 0, 1, 2, 4)
SHAPE(3x1, 2, 4, 0, 1)
SHAPE(1x7, 0, 1, 4, 4)
SHAPE(7x1, 4, 4, 0, 1)

// MARK: Running

typedef struct {
  const dk_winograd *w;
  const dk_winograd_operands *o;
  atomic_int next;
} run;

// Takes batches until none is left; what a tile becomes does not depend on who computes it.
static void run_part(void *data) {
  run *r = data;
  const dk_winograd *w = r->w;
  const dk_winograd_operands *o = r->o;
  float *v = o->scratch + (size_t)omp_get_thread_num() * (w->v_floats + w->m_floats), *m = v + w->v_floats;
  const int tile_count = w->tiles_down * w->tiles_across;
  const size_t step = w->blocks_in * w->tiles * lanes;  // from one point to the next
  const size_t plane_in = (size_t)w->window.height_in * w->window.width_in * lanes;
  for (;;) {
    int first = atomic_fetch_add_explicit(&r->next, w->batches, memory_order_relaxed);
    if (first >= w->batch_count) return;
    int batches = w->batch_count - first < w->batches ? w->batch_count - first : w->batches;
    for (int slot = 0; slot < batches * w->tiles; slot++) {
      int tile = first * w->tiles + slot;
      float *target = v + slot / w->tiles * (w->points * step) + slot % w->tiles * lanes;
      int top = tile / w->tiles_across * w->rows.outputs - (int)w->window.pad_top;
      int left = tile % w->tiles_across * w->columns.outputs - (int)w->window.pad_left;
      for (size_t block = 0; block < w->blocks_in; block++, target += w->tiles * lanes) {
        if (tile < tile_count) {
          w->read(w, o->source + block * plane_in, o->mask ? o->mask + block * plane_in : NULL, top, left, target, step);
        } else {
          for (int p = 0; p < w->points; p++) memset(target + p * step, 0, lanes * sizeof *target);
        }
      }
    }
    const float *u = o->weights;
    for (size_t block = 0; block < w->blocks_out; block += 2) {
      const int blocks = w->blocks_out - block < 2 ? 1 : 2;
      const size_t m_step = (size_t)blocks * w->tiles * lanes;
      product *multiply = products[w->tiles - 1][blocks - 1];
      for (int p = 0; p < w->points; p++, u += w->blocks_in * lanes * blocks * lanes)
        for (int batch = 0; batch < batches; batch++)
          multiply(w->blocks_in, v + (batch * w->points + p) * step, u, m + (batch * w->points + p) * m_step);
      for (int slot = 0; slot < batches * w->tiles; slot++) {
        int tile = first * w->tiles + slot;
        if (tile >= tile_count) break;
        const float *from = m + slot / w->tiles * (w->points * m_step) + slot % w->tiles * lanes;
        int top = tile / w->tiles_across * w->rows.outputs, left = tile % w->tiles_across * w->columns.outputs;
        for (int b = 0; b < blocks; b++)
          w->write(w, o, from + b * w->tiles * lanes, m_step, block + b, top, left);
      }
    }
  }
}

#pragma clang attribute pop

void dk_winograd_execute(const dk_winograd *w, const dk_winograd_operands *operands) {
  run r = {w, operands, 0};
  GOMP_parallel(run_part, &r, w->threads, 0);
}

// MARK: Preparing

static size_t rounded_up(size_t a, size_t b) { return (a + b - 1) / b; }

// The values at the points that a thread prepares at once should stay in its second-level cache.
enum { cache_share = 448 << 10 };

int dk_winograd_create(const dk_window *window, int threads, dk_winograd **result) {
  static const struct {
    int rows, columns;
    read_tile *read;
    write_tile *write;
  } shapes[] = {{3, 3, read_3x3, write_3x3}, {5, 5, read_5x5, write_5x5}, {1, 3, read_1x3, write_1x3},
                {3, 1, read_3x1, write_3x1}, {1, 7, read_1x7, write_1x7}, {7, 1, read_7x1, write_7x1}};
  *result = NULL;
  if (window->stride != 1 || dk_block() != lanes) return -1;
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    if (window->kernel_h != shapes[i].rows || window->kernel_w != shapes[i].columns) continue;
    dk_winograd *w = calloc(1, sizeof *w);
    if (!w) return -1;
    w->window = *window;
    w->read = shapes[i].read;
    w->write = shapes[i].write;
    if (!make_axis(shapes[i].rows, &w->rows) || !make_axis(shapes[i].columns, &w->columns)) {
      free(w);
      return -1;
    }
    w->threads = threads;
    w->points = points_of(&w->rows) * points_of(&w->columns);
    w->tiles_down = (int)rounded_up(window->height_out, w->rows.outputs);
    w->tiles_across = (int)rounded_up(window->width_out, w->columns.outputs);
    w->blocks_in = rounded_up(window->channels_in, lanes);
    w->blocks_out = rounded_up(window->channels_out, lanes);
    // As few padded tiles as possible, and enough work for every thread.
    size_t count = (size_t)w->tiles_down * w->tiles_across;
    w->batch_count = (int)rounded_up(count, most_tiles);
    w->tiles = (int)rounded_up(count, w->batch_count);
    size_t batch = (size_t)w->points * w->blocks_in * w->tiles * lanes * sizeof(float);
    size_t fitting = cache_share / batch, share = (size_t)w->batch_count / (4 * threads);
    size_t batches = fitting < share ? fitting : share;
    w->batches = batches > 1 ? (int)batches : 1;
    w->v_floats = w->batches * batch / sizeof(float);
    w->m_floats = (size_t)w->batches * w->points * 2 * w->tiles * lanes;
    *result = w;
    return 0;
  }
  return -1;
}

void dk_winograd_destroy(dk_winograd *w) { free(w); }

size_t dk_winograd_weights_size(const dk_winograd *w) {
  return (size_t)w->points * w->blocks_in * w->blocks_out * lanes * lanes * sizeof(float);
}

size_t dk_winograd_scratch_size(const dk_winograd *w) {
  return w->threads * (w->v_floats + w->m_floats) * sizeof(float);
}

void dk_winograd_pack(const dk_winograd *w, const float *kernel, float *packed) {
  double rows[most_points][7], columns[most_points][7];
  taps_matrix(&w->rows, rows);
  taps_matrix(&w->columns, columns);
  const int n_w = points_of(&w->columns), r_h = w->rows.taps, r_w = w->columns.taps;
  const size_t in = w->window.channels_in, out = w->window.channels_out;
  const size_t in_whole = w->blocks_in * lanes;
  memset(packed, 0, dk_winograd_weights_size(w));
  for (size_t o = 0; o < out; o++) {
    // Pairs of blocks of output channels: [pair][point][in][2][16]; a last single block: [point][in][16].
    size_t pair = o / (2 * lanes), is_single = (pair + 1) * 2 > w->blocks_out, width = is_single ? lanes : 2 * lanes;
    float *part = packed + pair * w->points * in_whole * 2 * lanes + o % (2 * lanes);
    for (size_t i = 0; i < in; i++) {
      const float *taps = kernel + (o * in + i) * r_h * r_w;
      for (int p = 0; p < w->points; p++) {
        double sum = 0;
        for (int y = 0; y < r_h; y++)
          for (int x = 0; x < r_w; x++) sum += rows[p / n_w][y] * columns[p % n_w][x] * (double)taps[y * r_w + x];
        part[(p * in_whole + i) * width] = (float)sum;
      }
    }
  }
}

#else
// Other processors have none of this.
int dk_winograd_create(const dk_window *window, int threads, dk_winograd **result) {
  (void)window, (void)threads;
  *result = 0;
  return -1;
}
void dk_winograd_destroy(dk_winograd *w) { (void)w; }
size_t dk_winograd_weights_size(const dk_winograd *w) { return (void)w, 0; }
size_t dk_winograd_scratch_size(const dk_winograd *w) { return (void)w, 0; }
void dk_winograd_pack(const dk_winograd *w, const float *kernel, float *packed) { (void)w, (void)kernel, (void)packed; }
void dk_winograd_execute(const dk_winograd *w, const dk_winograd_operands *o) { (void)w, (void)o; }
#endif
