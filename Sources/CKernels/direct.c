#include "direct_plan.h"
#include "kernels.h"

#include <stdlib.h>

static int64_t quotient_up(int64_t a, int64_t b) { return (a + b - 1) / b; }

// MARK: Phases

// The pixels of an axis that a phase has, and the taps along it: offsets of the source and numbers in the kernel.
typedef struct {
  int64_t first, count;
  int taps, offset[most_taps], number[most_taps];
} phase_axis;

static phase_axis forward_axis(int64_t length_out, int64_t kernel, int64_t pad) {
  phase_axis a = {.first = 0, .count = length_out, .taps = (int)kernel};
  for (int k = 0; k < kernel; k++) {
    a.offset[k] = k - (int)pad;
    a.number[k] = k;
  }
  return a;
}

// The backward pass: source pixel o reaches target pixel o · stride + k - pad.
static phase_axis backward_axis(int64_t length_in, int64_t kernel, int64_t pad, int64_t stride, int64_t phase) {
  phase_axis a = {.first = phase, .count = phase < length_in ? quotient_up(length_in - phase, stride) : 0};
  for (int k = 0; k < kernel; k++) {
    int64_t distance = phase + pad - k;
    if (distance % stride != 0) continue;
    a.offset[a.taps] = (int)(distance / stride);
    a.number[a.taps++] = k;
  }
  return a;
}

static direct_phase joined(const phase_axis *rows, const phase_axis *columns) {
  direct_phase p = {
      .first_row = rows->first, .first_column = columns->first, .rows = rows->count, .columns = columns->count};
  for (int y = 0; y < rows->taps; y++) {
    for (int x = 0; x < columns->taps; x++) {
      int row = rows->offset[y], column = columns->offset[x], is_first = p.taps == 0;
      p.tap[p.taps].row = row;
      p.tap[p.taps].column = column;
      p.tap[p.taps].kernel_row = rows->number[y];
      p.tap[p.taps++].kernel_column = columns->number[x];
      if (is_first || row < p.low_row) p.low_row = row;
      if (is_first || row > p.high_row) p.high_row = row;
      if (is_first || column < p.low_column) p.low_column = column;
      if (is_first || column > p.high_column) p.high_column = column;
    }
  }
  return p;
}

// MARK: Preparing

// Each phase's taps in pairs of blocks of target channels: [pair][tap][source channel][2][lanes]; a last single block
// [tap][source channel][lanes].
static void pack(const dk_convolver *head, const float *kernel, float *packed) {
  const direct_convolver *d = (const direct_convolver *)head;
  const dk_window *w = &head->window;
  const size_t lanes = head->lanes, sources = d->blocks_in * lanes;
  const size_t source_channels = d->is_backward ? w->channels_out : w->channels_in;
  const size_t target_channels = d->is_backward ? w->channels_in : w->channels_out;
  for (int i = 0; i < d->phases; i++) {
    const direct_phase *p = &d->phase[i];
    for (size_t target = 0; target < target_channels; target++) {
      const size_t pair = target / (2 * lanes), width = (pair + 1) * 2 > d->blocks_out ? lanes : 2 * lanes;
      float *part = packed + p->weights + pair * p->taps * sources * 2 * lanes + target % (2 * lanes);
      for (int t = 0; t < p->taps; t++) {
        const size_t place = p->tap[t].kernel_row * w->kernel_w + p->tap[t].kernel_column;
        for (size_t source = 0; source < source_channels; source++) {
          const size_t out = d->is_backward ? source : target, in = d->is_backward ? target : source;
          part[(t * sources + source) * width] =
              kernel[(out * w->channels_in + in) * w->kernel_h * w->kernel_w + place];
        }
      }
    }
  }
}

// The floats of the source pixels that so many target rows of a phase read.
static size_t band_floats(const direct_convolver *d, const direct_phase *p, int64_t rows, int lanes) {
  size_t height = (rows - 1) * d->source_step + 1 + p->high_row - p->low_row;
  size_t width = (p->columns - 1) * d->source_step + 1 + p->high_column - p->low_column;
  return d->blocks_in * height * width * lanes;
}

// A kernel of 1×1 sees no neighbours: its pixels are cut into rows of one tile, which lie in memory as they are
// multiplied.
static void cut_at_will(direct_convolver *d, int most_tiles) {
  d->source_width = d->target_width = most_tiles;
  d->source_height = d->target_height = quotient_up(d->source_pixels, d->source_width);
}

dk_convolver *dk_prepare_direct(const dk_window *window, int is_backward, int threads, const dk_kernels *kernels) {
  const int lanes = kernels->lanes;
  const int64_t stride = window->stride;
  if (window->kernel_h * window->kernel_w > most_taps || stride > most_step) return NULL;
  direct_convolver *d = calloc(1, sizeof *d);
  if (!d) return NULL;
  d->is_backward = is_backward;
  d->source_height = is_backward ? window->height_out : window->height_in;
  d->source_width = is_backward ? window->width_out : window->width_in;
  d->target_height = is_backward ? window->height_in : window->height_out;
  d->target_width = is_backward ? window->width_in : window->width_out;
  d->source_pixels = d->source_height * d->source_width;
  d->target_pixels = d->target_height * d->target_width;
  d->source_step = is_backward ? 1 : stride;
  d->target_step = is_backward ? stride : 1;
  d->blocks_in = quotient_up(is_backward ? window->channels_out : window->channels_in, lanes);
  d->blocks_out = quotient_up(is_backward ? window->channels_in : window->channels_out, lanes);
  if (window->kernel_h == 1 && window->kernel_w == 1 && stride == 1) cut_at_will(d, kernels->most_tiles);
  d->phases = is_backward ? (int)(stride * stride) : 1;
  for (int i = 0; i < d->phases; i++) {
    direct_phase *p = &d->phase[i];
    if (is_backward) {
      phase_axis rows = backward_axis(d->target_height, window->kernel_h, window->pad_top, stride, i / stride);
      phase_axis columns = backward_axis(d->target_width, window->kernel_w, window->pad_left, stride, i % stride);
      *p = joined(&rows, &columns);
    } else {
      phase_axis rows = forward_axis(d->target_height, window->kernel_h, window->pad_top);
      phase_axis columns = forward_axis(d->target_width, window->kernel_w, window->pad_left);
      *p = joined(&rows, &columns);
    }
    p->weights = d->head.weights_floats;
    d->head.weights_floats += (size_t)p->taps * d->blocks_in * d->blocks_out * lanes * lanes;
    // As many rows together as fit the cache, and enough bands for every thread.
    const int64_t most = quotient_up(p->rows, 4 * threads);
    p->band = 1;
    while (p->band < most && band_floats(d, p, p->band + 1, lanes) * sizeof(float) <= dk_cache_share()) p->band++;
    size_t floats = p->rows && p->columns ? band_floats(d, p, p->band, lanes) : 0;
    if (floats > d->head.scratch_floats) d->head.scratch_floats = floats;
  }
  // The order of the taps in the backward pass depends on where the first pixel lies.
  d->head.layout = !is_backward ? 3 : 4 + stride * 16 + window->pad_top % stride * 2 + window->pad_left % stride;
  d->head.pack = pack;
  d->head.run = kernels->direct;
  return &d->head;
}
