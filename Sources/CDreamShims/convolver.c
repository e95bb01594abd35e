#include "convolver.h"

#include "processor.h"

#include <stdlib.h>
#include <string.h>

int dk_convolver_create(
    const dk_window *window, dk_method method, int is_backward, int threads, dk_convolver **result) {
  static dk_convolver *(*const prepare[])(const dk_window *, int, int, int) = {
      [dk_method_direct] = dk_prepare_direct,
      [dk_method_winograd] = dk_prepare_winograd,
      [dk_method_image] = dk_prepare_image_gradient};
  const int lanes = dk_lanes();
  *result = lanes ? prepare[method](window, is_backward, threads, lanes) : NULL;
  if (!*result) return -1;
  (*result)->window = *window;
  (*result)->threads = threads;
  (*result)->lanes = lanes;
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

void dk_convolver_execute(const dk_convolver *c, const dk_convolver_operands *operands) { c->run(c, operands); }
