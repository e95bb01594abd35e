#include "dk_image_gradient.h"

#if defined(__x86_64__)

#include "products.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// A parallel region in the GNU runtime that oneDNN brings along; see loops.c.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);

enum { channels = 3, strip_rows = 32, margin = 16 };

struct dk_image_gradient {
  dk_window window;
  int threads, strips;
  size_t blocks, row_floats, scratch_floats;
};

static size_t quotient_up(size_t a, size_t b) { return (a + b - 1) / b; }

int dk_image_gradient_create(const dk_window *window, int threads, dk_image_gradient **result) {
  *result = NULL;
  int fits = window->channels_in == channels && (window->kernel_h == 3 || window->kernel_h == 5) &&
             window->kernel_w * channels <= lanes && dk_block() == lanes;
  dk_image_gradient *g = fits ? calloc(1, sizeof *g) : NULL;
  if (!g) return -1;
  g->window = *window;
  g->threads = threads;
  g->strips = (int)quotient_up(window->height_in, strip_rows);
  g->blocks = quotient_up(window->channels_out, lanes);
  // A row of pixels with room for what falls outside on both sides.
  size_t reach = window->width_out * window->stride * channels + 2 * margin + lanes;
  size_t width = window->width_in * channels + 2 * margin + lanes;
  g->row_floats = quotient_up(reach > width ? reach : width, lanes) * lanes;
  size_t values = g->blocks * most_tiles * lanes, results = most_blocks * most_tiles * lanes;
  g->scratch_floats = strip_rows * g->row_floats + values + results;
  *result = g;
  return 0;
}

void dk_image_gradient_destroy(dk_image_gradient *g) { free(g); }

size_t dk_image_gradient_weights_size(const dk_image_gradient *g) {
  return g->blocks * lanes * g->window.kernel_h * lanes * sizeof(float);
}

size_t dk_image_gradient_scratch_size(const dk_image_gradient *g) {
  return g->threads * g->scratch_floats * sizeof(float);
}

// [out][rows][16], where the 16 are the taps of one row of the kernel, as they lie in a row of pixels.
void dk_image_gradient_pack(const dk_image_gradient *g, const float *kernel, float *packed) {
  const int rows = (int)g->window.kernel_h, columns = (int)g->window.kernel_w;
  memset(packed, 0, dk_image_gradient_weights_size(g));
  for (size_t o = 0; o < (size_t)g->window.channels_out; o++)
    for (int c = 0; c < channels; c++)
      for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++)
          packed[(o * rows + y) * lanes + x * channels + c] = kernel[((o * channels + c) * rows + y) * columns + x];
}

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)

typedef struct {
  const dk_image_gradient *g;
  const dk_image_gradient_operands *o;
  atomic_int next;
} run;

// Adds what one row of the source contributes to the rows of pixels of a strip.
INLINE void add_row(
    const int tiles, const int rows, const run *r, int64_t row, int64_t first, int64_t last, float *pixels, float *v,
    float *m) {
  const dk_image_gradient *g = r->g;
  const dk_window *w = &g->window;
  const size_t plane = (size_t)w->height_out * w->width_out * lanes;
  for (int64_t column = 0; column < w->width_out; column += tiles) {
    const int count = (int)(w->width_out - column < tiles ? w->width_out - column : tiles);
    for (size_t block = 0; block < g->blocks; block++) {
      size_t place = block * plane + ((size_t)row * w->width_out + column) * lanes;
      for (int t = 0; t < tiles; t++) {
        __m512 value = _mm512_setzero_ps();
        if (t < count) {
          __mmask16 on = 0xffff;
          if (r->o->mask) on = _mm512_cmp_ps_mask(_mm512_load_ps(r->o->mask + place + t * lanes), value, _CMP_GT_OQ);
          value = _mm512_maskz_load_ps(on, r->o->source + place + t * lanes);
        }
        _mm512_store_ps(v + (block * tiles + t) * lanes, value);
      }
    }
    multiply(tiles, rows, g->blocks, v, r->o->weights, m);
    for (int y = 0; y < rows; y++) {
      int64_t target = row * w->stride - w->pad_top + y;
      if (target < first || target >= last) continue;
      float *line = pixels + (target - first) * g->row_floats + margin;
      for (int t = 0; t < count; t++) {
        float *place = line + ((column + t) * w->stride - w->pad_left) * channels;
        _mm512_storeu_ps(place, _mm512_add_ps(_mm512_loadu_ps(place), _mm512_load_ps(m + (y * tiles + t) * lanes)));
      }
    }
  }
}

static void run_part(void *data) {
  run *r = data;
  const dk_image_gradient *g = r->g;
  const dk_window *w = &g->window;
  float *pixels = r->o->scratch + (size_t)omp_get_thread_num() * g->scratch_floats;
  float *v = pixels + strip_rows * g->row_floats, *m = v + g->blocks * most_tiles * lanes;
  for (;;) {
    int strip = atomic_fetch_add_explicit(&r->next, 1, memory_order_relaxed);
    if (strip >= g->strips) return;
    int64_t first = (int64_t)strip * strip_rows;
    int64_t last = first + strip_rows < w->height_in ? first + strip_rows : w->height_in;
    memset(pixels, 0, (last - first) * g->row_floats * sizeof *pixels);
    for (int64_t row = 0; row < w->height_out; row++) {
      int64_t top = row * w->stride - w->pad_top;
      if (top + w->kernel_h <= first || top >= last) continue;
      if (w->kernel_h == 3) add_row(9, 3, r, row, first, last, pixels, v, m);
      if (w->kernel_h == 5) add_row(5, 5, r, row, first, last, pixels, v, m);
    }
    for (int64_t y = first; y < last; y++) {
      const float *line = pixels + (y - first) * g->row_floats + margin;
      for (int c = 0; c < channels; c++) {
        float *target = r->o->destination + ((size_t)c * w->height_in + y) * w->width_in;
        for (int64_t x = 0; x < w->width_in; x++) target[x] = line[x * channels + c];
      }
    }
  }
}

#pragma clang attribute pop

void dk_image_gradient_execute(const dk_image_gradient *g, const dk_image_gradient_operands *operands) {
  run r = {g, operands, 0};
  GOMP_parallel(run_part, &r, g->threads, 0);
}

#else
// Other processors have none of this.
int dk_image_gradient_create(const dk_window *window, int threads, dk_image_gradient **result) {
  (void)window, (void)threads;
  *result = 0;
  return -1;
}
void dk_image_gradient_destroy(dk_image_gradient *g) { (void)g; }
size_t dk_image_gradient_weights_size(const dk_image_gradient *g) { return (void)g, 0; }
size_t dk_image_gradient_scratch_size(const dk_image_gradient *g) { return (void)g, 0; }
void dk_image_gradient_pack(const dk_image_gradient *g, const float *kernel, float *packed) {
  (void)g, (void)kernel, (void)packed;
}
void dk_image_gradient_execute(const dk_image_gradient *g, const dk_image_gradient_operands *o) { (void)g, (void)o; }
#endif
