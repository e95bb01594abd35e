#include "image_gradient_plan.h"
#include "kernels.h"

#include <stdlib.h>

static size_t quotient_up(size_t a, size_t b) { return (a + b - 1) / b; }

// [out][rows][taps], where the taps of one row of the kernel lie as they do in a row of pixels, in whole vectors.
static void pack(const dk_convolver *head, const float *kernel, float *packed) {
  const size_t row = (size_t)((const image_convolver *)head)->vectors * head->lanes;
  const int rows = (int)head->window.kernel_h, columns = (int)head->window.kernel_w;
  for (size_t o = 0; o < (size_t)head->window.channels_out; o++)
    for (int c = 0; c < image_channels; c++)
      for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++)
          packed[(o * rows + y) * row + x * image_channels + c] =
              kernel[((o * image_channels + c) * rows + y) * columns + x];
}

dk_convolver *dk_prepare_image_gradient(
    const dk_window *window, int is_backward, int threads, const dk_kernels *kernels) {
  const int lanes = kernels->lanes;
  (void)threads;
  const size_t rows = window->kernel_h, taps = window->kernel_w * image_channels;
  const int fits = window->channels_in == image_channels && (rows == 3 || rows == 5) && taps > 8 && taps <= margin;
  image_convolver *g = is_backward && fits ? calloc(1, sizeof *g) : NULL;
  if (!g) return NULL;
  g->vectors = (int)quotient_up(taps, lanes);
  g->strips = (int)quotient_up(window->height_in, strip_rows);
  g->blocks = quotient_up(window->channels_out, lanes);
  // A row of pixels with room for what falls outside on both sides.
  const size_t reach = window->width_out * window->stride * image_channels + 3 * margin;
  const size_t width = window->width_in * image_channels + 3 * margin;
  g->row_floats = quotient_up(reach > width ? reach : width, margin) * margin;
  g->values_floats = g->blocks * kernels->most_tiles * lanes;
  g->head.scratch_floats = strip_rows * g->row_floats + g->values_floats + rows * margin * kernels->most_tiles;
  g->head.weights_floats = g->blocks * lanes * rows * g->vectors * lanes;
  g->head.layout = 2;
  g->head.pack = pack;
  g->head.run = kernels->image_gradient;
  return &g->head;
}
