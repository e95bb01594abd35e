// What all of DreamKit's own convolutions have in common; each begins with it.
#pragma once
#include "dk_convolver.h"

typedef void dk_convolver_run(const dk_convolver *convolver, const dk_convolver_operands *operands);

struct dk_convolver {
  dk_window window;
  // The threads that run it, and the floats in the vectors they compute with.
  int threads, lanes;
  size_t weights_floats;
  // For each thread.
  size_t scratch_floats;
  uint64_t layout;
  void (*pack)(const dk_convolver *convolver, const float *kernel, float *packed);
  dk_convolver_run *run;
};

// Each method's preparation: allocates what begins with a dk_convolver; NULL where it is not for the window. The head's
// window, threads and lanes are filled in by the caller.
struct dk_kernels;
typedef dk_convolver *dk_prepare(
    const dk_window *window, int is_backward, int threads, const struct dk_kernels *kernels);
dk_prepare dk_prepare_direct, dk_prepare_winograd, dk_prepare_image_gradient;
