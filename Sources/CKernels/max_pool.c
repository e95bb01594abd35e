#include "contract.h"
#include "dk_processor.h"
#include "kernels.h"

int dk_max_pool_serves(const dk_window *w) {
  return dk_serving_kernels() && w->kernel_h * w->kernel_w <= dk_most_window;
}

void dk_max_pool(const dk_window *w, const float *source, float *target, uint8_t *places, float tolerance) {
  assert(dk_max_pool_serves(w) && w->channels_in == w->channels_out && tolerance >= 0 && tolerance < 1);
  assert(is_aligned(source, 4 * dk_lanes()) && is_aligned(target, 4 * dk_lanes()) && is_aligned(places, dk_lanes()));
  dk_serving_kernels()->max_pool(w, source, target, places, tolerance);
}

void dk_max_pool_backward(const dk_window *w, const float *gradient, const uint8_t *places, float *target) {
  assert(dk_max_pool_serves(w) && w->channels_in == w->channels_out);
  assert(is_aligned(gradient, 4 * dk_lanes()) && is_aligned(target, 4 * dk_lanes()) && is_aligned(places, dk_lanes()));
  dk_serving_kernels()->max_pool_backward(w, gradient, places, target);
}
