// The way back to the image: what image_gradient.c prepared is run.
#include "../image_gradient_plan.h"
#include "../team.h"

#include <stdatomic.h>
#include <string.h>

typedef struct {
  const image_convolver *g;
  const dk_convolver_operands *o;
  atomic_int next;
} image_work;

// Adds what one row of the source contributes to the rows of pixels of a strip: `tiles` positions at a time, for a kernel of
// `rows` rows of `vectors` vectors.
INLINE void add_row(
    const int tiles, const int rows, const int vectors, const image_work *work, int64_t row, int64_t first, int64_t last,
    float *pixels, float *v, float *m) {
  const image_convolver *g = work->g;
  const dk_window *w = &g->head.window;
  const size_t plane = (size_t)w->height_out * w->width_out * LANES;
  for (int64_t column = 0; column < w->width_out; column += tiles) {
    const int count = (int)(w->width_out - column < tiles ? w->width_out - column : tiles);
    for (size_t block = 0; block < g->blocks; block++) {
      size_t place = block * plane + ((size_t)row * w->width_out + column) * LANES;
      for (int t = 0; t < tiles; t++) {
        vector value = zeros();
        if (t < count) {
          value = load(work->o->source + place + t * LANES);
          if (work->o->mask) value = where(load(work->o->mask + place + t * LANES) > 0, value);
        }
        store(v + (block * tiles + t) * LANES, value);
      }
    }
    multiply(tiles, rows * vectors, g->blocks, v, work->o->weights, m);
    for (int y = 0; y < rows; y++) {
      int64_t target = row * w->stride - w->pad_top + y;
      if (target < first || target >= last) continue;
      float *line = pixels + (target - first) * g->row_floats + margin;
      for (int t = 0; t < count; t++) {
        float *place = line + ((column + t) * w->stride - w->pad_left) * image_channels;
        UNROLL for (int i = 0; i < vectors; i++, place += LANES)
          store_anywhere(place, load_anywhere(place) + load(m + ((y * vectors + i) * tiles + t) * LANES));
      }
    }
  }
}

static void image_part(void *data) {
  image_work *work = data;
  const image_convolver *g = work->g;
  const dk_window *w = &g->head.window;
  float *pixels = work->o->scratch + (size_t)omp_get_thread_num() * g->head.scratch_floats;
  float *v = pixels + strip_rows * g->row_floats, *m = v + g->values_floats;
  for (;;) {
    int strip = atomic_fetch_add_explicit(&work->next, 1, memory_order_relaxed);
    if (strip >= g->strips) return;
    int64_t first = (int64_t)strip * strip_rows;
    int64_t last = first + strip_rows < w->height_in ? first + strip_rows : w->height_in;
    memset(pixels, 0, (last - first) * g->row_floats * sizeof *pixels);
    for (int64_t row = 0; row < w->height_out; row++) {
      int64_t top = row * w->stride - w->pad_top;
      if (top + w->kernel_h <= first || top >= last) continue;
      // As many positions as there are registers for their sums.
      enum { vectors = margin / LANES, registers = most_tiles * 2 };
      if (w->kernel_h == 3) add_row(registers / (3 * vectors), 3, vectors, work, row, first, last, pixels, v, m);
      if (w->kernel_h == 5) add_row(registers / (5 * vectors), 5, vectors, work, row, first, last, pixels, v, m);
    }
    for (int64_t y = first; y < last; y++) {
      const float *line = pixels + (y - first) * g->row_floats + margin;
      for (int c = 0; c < image_channels; c++) {
        float *target = work->o->destination + ((size_t)c * w->height_in + y) * w->width_in;
        for (int64_t x = 0; x < w->width_in; x++) target[x] = line[x * image_channels + c];
      }
    }
  }
}

void WIDE(dk_image_gradient_run)(const dk_convolver *convolver, const dk_convolver_operands *operands) {
  image_work work = {(const image_convolver *)convolver, operands, 0};
  GOMP_parallel(image_part, &work, convolver->threads, 0);
}
