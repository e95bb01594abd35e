// Direct convolutions: what direct.c prepared is run.
#include "../direct_plan.h"
#include "../team.h"

#include <stdatomic.h>

// What the sums of one row of target pixels have in common.
typedef struct {
  int taps;
  size_t offsets[most_taps];  // of each tap's source pixel from that of the first column
  size_t blocks_in, block_step, target_step;
  int relu, accumulates;
} direct_row;

// The sums of `tiles` target pixels in `blocks` blocks of channels, `plane` floats from one block to the next, from source
// pixels `step` apart.
INLINE void sum_taps(
    const int tiles, const int blocks, const int step, const direct_row *row, const float *restrict x, const float *restrict w,
    const float *bias, float *target, size_t plane) {
  vector sums[most_tiles][2];
  UNROLL for (int b = 0; b < blocks; b++) {
    vector start = bias ? load_anywhere(bias + b * LANES) : zeros();
    UNROLL for (int t = 0; t < tiles; t++) sums[t][b] = start;
  }
  for (int tap = 0; tap < row->taps; tap++) {
    const float *from = x + row->offsets[tap];
    for (size_t block = 0; block < row->blocks_in; block++, from += row->block_step) {
#pragma clang loop unroll_count(4)
      for (int lane = 0; lane < LANES; lane++, w += blocks * LANES) {
        vector factors[2];
        UNROLL for (int b = 0; b < blocks; b++) factors[b] = load(w + b * LANES);
        UNROLL for (int t = 0; t < tiles; t++) {
          vector value = all(from[t * step * LANES + lane]);
          UNROLL for (int b = 0; b < blocks; b++) sums[t][b] = multiply_add(value, factors[b], sums[t][b]);
        }
      }
    }
  }
  UNROLL for (int b = 0; b < blocks; b++) {
    UNROLL for (int t = 0; t < tiles; t++) {
      float *place = target + b * plane + t * row->target_step;
      vector value = sums[t][b];
      if (row->accumulates) value += load(place);
      if (row->relu) value = larger(value, zeros());
      store(place, value);
    }
  }
}

typedef void tap_sums(
    const direct_row *row, const float *x, const float *w, const float *bias, float *target, size_t plane);
#define TAP_SUMS(tiles, blocks, step)                                                                        \
  static void sum_taps_##tiles##_##blocks##_##step(                                                          \
      const direct_row *row, const float *x, const float *w, const float *bias, float *target, size_t plane) { \
    sum_taps(tiles, blocks, step, row, x, w, bias, target, plane);                                           \
  }
#define ALL_SUMS(tiles) TAP_SUMS(tiles, 1, 1) TAP_SUMS(tiles, 2, 1) TAP_SUMS(tiles, 1, 2) TAP_SUMS(tiles, 2, 2)
EACH_COUNT(ALL_SUMS)
#define ENTRY(tiles) {{sum_taps_##tiles##_1_1, sum_taps_##tiles##_1_2}, {sum_taps_##tiles##_2_1, sum_taps_##tiles##_2_2}},
static tap_sums *const sums_of_taps[most_tiles][2][most_step] = {EACH_COUNT(ENTRY)};
#undef ENTRY

typedef struct {
  const direct_convolver *d;
  const dk_convolver_operands *o;
  atomic_int next;
} direct_work;

// Brings the source pixels from (top, left) on to the scratch memory, [height][block][width], 0 outside the source.
static void gather(
    const direct_convolver *d, const dk_convolver_operands *o, int64_t top, int64_t left, int64_t height, int64_t width,
    float *v) {
  for (int64_t y = top; y < top + height; y++) {
    int64_t valid = d->source_pixels - y * d->source_width;
    valid = y < 0 || y >= d->source_height ? 0 : valid < d->source_width ? valid : d->source_width;
    for (size_t block = 0; block < d->blocks_in; block++) {
      const size_t plane = block * d->source_pixels * LANES;
      for (int64_t x = left; x < left + width; x++, v += LANES) {
        if (x < 0 || x >= valid) {
          store(v, zeros());
          continue;
        }
        const size_t place = plane + (y * d->source_width + x) * LANES;
        vector value = load(o->source + place);
        store(v, o->mask ? where(load(o->mask + place) > 0, value) : value);
      }
    }
  }
}

// The target rows [first, last) of a phase.
static void sum_band(const direct_work *work, const direct_phase *p, int64_t first, int64_t last, float *v) {
  const direct_convolver *d = work->d;
  const dk_convolver_operands *o = work->o;
  const int64_t height = (last - first - 1) * d->source_step + 1 + p->high_row - p->low_row;
  const int64_t width = (p->columns - 1) * d->source_step + 1 + p->high_column - p->low_column;
  gather(d, o, first * d->source_step + p->low_row, p->low_column, height, width, v);

  const size_t row_floats = d->blocks_in * width * LANES;
  direct_row row = {
      .taps = p->taps, .blocks_in = d->blocks_in, .block_step = width * LANES,
      .target_step = d->target_step * LANES, .relu = o->relu, .accumulates = o->accumulates};
  for (int t = 0; t < p->taps; t++)
    row.offsets[t] = (p->tap[t].row - p->low_row) * row_floats + (p->tap[t].column - p->low_column) * LANES;
  const size_t plane = d->target_pixels * LANES, panel = (size_t)p->taps * d->blocks_in * LANES * LANES;
  for (size_t block = 0; block < d->blocks_out; block += 2) {
    const int blocks = d->blocks_out - block < 2 ? 1 : 2;
    const float *w = o->weights + p->weights + block * panel, *bias = o->bias ? o->bias + block * LANES : NULL;
    for (int64_t i = first; i < last; i++) {
      const int64_t place = (p->first_row + i * d->target_step) * d->target_width + p->first_column;
      // A last row of pixels that were cut at will may be short.
      int64_t left = d->target_pixels - place, columns = left < p->columns ? left : p->columns;
      const float *x = v + (i - first) * d->source_step * row_floats;
      float *target = o->destination + block * plane + place * LANES;
      // Tiles as even as can be, so that none is small.
      for (int64_t parts = (columns + most_tiles - 1) / most_tiles; parts > 0; parts--) {
        const int64_t tiles = (columns + parts - 1) / parts;
        sums_of_taps[tiles - 1][blocks - 1][d->source_step - 1](&row, x, w, bias, target, plane);
        columns -= tiles;
        x += tiles * d->source_step * LANES;
        target += tiles * row.target_step;
      }
    }
  }
}

// Takes bands until none is left; what a band becomes does not depend on who computes it.
static void direct_part(void *data) {
  direct_work *work = data;
  const direct_convolver *d = work->d;
  float *v = work->o->scratch + (size_t)omp_get_thread_num() * d->head.scratch_floats;
  for (;;) {
    int64_t number = atomic_fetch_add_explicit(&work->next, 1, memory_order_relaxed);
    const direct_phase *p = d->phase, *end = d->phase + d->phases;
    for (; p < end; p++) {
      const int64_t bands = (p->rows + p->band - 1) / p->band;
      if (number < bands) break;
      number -= bands;
    }
    if (p == end) return;
    const int64_t first = number * p->band, last = first + p->band;
    sum_band(work, p, first, last < p->rows ? last : p->rows, v);
  }
}

void WIDE(dk_direct_run)(const dk_convolver *convolver, const dk_convolver_operands *operands) {
  direct_work work = {(const direct_convolver *)convolver, operands, 0};
  GOMP_parallel(direct_part, &work, convolver->threads, 0);
}
