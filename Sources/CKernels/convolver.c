#include "contract.h"
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

int dk_convolver_create(
    const dk_window *window, dk_method method, int is_backward, int threads, dk_convolver **result) {
  static dk_prepare *const prepare[] = {
      [dk_method_direct] = dk_prepare_direct,
      [dk_method_winograd] = dk_prepare_winograd,
      [dk_method_image] = dk_prepare_image_gradient};
  assert(threads > 0 && window->stride > 0 && window->kernel_h > 0 && window->kernel_w > 0);
  assert(window->channels_in > 0 && window->height_in > 0 && window->width_in > 0);
  assert(window->channels_out > 0 && window->height_out > 0 && window->width_out > 0);
  const dk_kernels *kernels = dk_serving_kernels();
  *result = kernels ? prepare[method](window, is_backward, threads, kernels) : NULL;
  if (!*result) return -1;
  (*result)->window = *window;
  (*result)->threads = threads;
  (*result)->lanes = kernels->lanes;
  return 0;
}

void dk_convolver_destroy(dk_convolver *c) { free(c); }

size_t dk_convolver_weights_size(const dk_convolver *c) { return c->weights_floats * sizeof(float); }

size_t dk_convolver_scratch_size(const dk_convolver *c) { return c->threads * c->scratch_floats * sizeof(float); }

uint64_t dk_convolver_layout(const dk_convolver *c) { return c->layout; }

void dk_convolver_pack(const dk_convolver *c, const float *kernel, float *packed) {
  memset(packed, 0, dk_convolver_weights_size(c));
  c->pack(c, kernel, packed);
}

void dk_convolver_execute(const dk_convolver *c, const dk_convolver_operands *o) {
  assert(o->source && o->weights && o->destination && o->source != o->destination);
  assert(o->scratch || !c->scratch_floats);
  assert(is_aligned(o->source, 4 * c->lanes) && is_aligned(o->mask, 4 * c->lanes));
  assert(is_aligned(o->weights, 4 * c->lanes) && is_aligned(o->scratch, 4 * c->lanes));
  assert(is_aligned(o->destination, 4 * c->lanes));
  c->run(c, o);
}
