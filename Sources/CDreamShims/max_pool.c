#include "max_pool_run.h"
#include "processor.h"

int dk_max_pool_serves(const dk_window *w) { return dk_lanes() && w->kernel_h * w->kernel_w <= most_window; }

void dk_max_pool(const dk_window *w, const float *source, float *target, uint8_t *places, float tolerance) {
  (dk_lanes() == 16 ? dk_max_pool_16 : dk_max_pool_8)(w, source, target, places, tolerance);
}

void dk_max_pool_backward(const dk_window *w, const float *gradient, const uint8_t *places, float *target) {
  (dk_lanes() == 16 ? dk_max_pool_backward_16 : dk_max_pool_backward_8)(w, gradient, places, target);
}
