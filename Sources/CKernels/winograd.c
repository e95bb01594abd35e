#include "kernels.h"
#include "winograd_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// MARK: The algorithm along one axis
//
// m outputs of a filter of r taps from n = m + r - 1 inputs with n products (Toom and Cook; Winograd, 1980): taps and
// inputs are evaluated as polynomials at n points, multiplied, and the result is interpolated. The points are 0,
// pairs ±p, and infinity, so that even and odd powers are summed once for both points of a pair. Points that are
// fractions keep the rounding error at two to six times that of plain summation.

static int points_of(const winograd_axis *a) { return a->pairs ? 2 * a->pairs + 2 : 1; }

static void multiply_out(const winograd_axis *a, int left_out, double product[most_pairs + 1]) {
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
static int make_axis(int taps, winograd_axis *a) {
  static const winograd_axis known[] = {
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

// The taps evaluated at the points and divided by what interpolation would divide by: G of the literature,
// [points][taps].
static void taps_matrix(const winograd_axis *a, double g[most_points][7]) {
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

// MARK: Preparing

static size_t rounded_up(size_t a, size_t b) { return (a + b - 1) / b; }

static void pack(const dk_convolver *head, const float *kernel, float *packed) {
  const winograd_convolver *w = (const winograd_convolver *)head;
  const size_t lanes = head->lanes;
  double rows[most_points][7], columns[most_points][7];
  taps_matrix(&w->rows, rows);
  taps_matrix(&w->columns, columns);
  const int n_w = points_of(&w->columns), r_h = w->rows.taps, r_w = w->columns.taps;
  const size_t in = head->window.channels_in, out = head->window.channels_out;
  const size_t in_whole = w->blocks_in * lanes;
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

dk_convolver *dk_prepare_winograd(const dk_window *window, int is_backward, int threads, const dk_kernels *kernels) {
  const int lanes = kernels->lanes;
  static const struct { int rows, columns; } shapes[winograd_shapes] = {{3, 3}, {5, 5}, {1, 3}, {3, 1}, {1, 7}, {7, 1}};
  winograd_shape shape = 0;
  while (shape < winograd_shapes &&
         (window->kernel_h != shapes[shape].rows || window->kernel_w != shapes[shape].columns)) shape++;
  if (is_backward || window->stride != 1 || shape == winograd_shapes) return NULL;
  winograd_convolver *w = calloc(1, sizeof *w);
  if (!w) return NULL;
  w->shape = shape;
  if (!make_axis(shapes[shape].rows, &w->rows) || !make_axis(shapes[shape].columns, &w->columns)) {
    free(w);
    return NULL;
  }
  w->points = points_of(&w->rows) * points_of(&w->columns);
  w->tiles_down = (int)rounded_up(window->height_out, w->rows.outputs);
  w->tiles_across = (int)rounded_up(window->width_out, w->columns.outputs);
  w->blocks_in = rounded_up(window->channels_in, lanes);
  w->blocks_out = rounded_up(window->channels_out, lanes);
  // As few padded tiles as possible, and enough work for every thread.
  const size_t count = (size_t)w->tiles_down * w->tiles_across;
  w->batch_count = (int)rounded_up(count, kernels->most_tiles);
  w->tiles = (int)rounded_up(count, w->batch_count);
  // What a thread prepares at once should stay in its second-level cache.
  const size_t batch = (size_t)w->points * w->blocks_in * w->tiles * lanes;
  const size_t fitting = dk_cache_share() / (batch * sizeof(float)), share = (size_t)w->batch_count / (4 * threads);
  const size_t batches = fitting < share ? fitting : share;
  w->batches = batches > 1 ? (int)batches : 1;
  w->v_floats = w->batches * batch;
  w->head.scratch_floats = w->v_floats + (size_t)w->batches * w->points * 2 * w->tiles * lanes;
  w->head.weights_floats = (size_t)w->points * w->blocks_in * w->blocks_out * lanes * lanes;
  w->head.layout = 1;
  w->head.pack = pack;
  w->head.run = kernels->winograd;
  return &w->head;
}
