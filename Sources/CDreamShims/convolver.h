// What all convolutions of our own have in common; each begins with it.
#pragma once
#include "dk_convolver.h"

struct dk_convolver {
  dk_window window;
  // The threads that run it, and the floats in the vectors they compute with.
  int threads, lanes;
  size_t weights_floats;
  // For each thread.
  size_t scratch_floats;
  uint64_t layout;
  void (*pack)(const dk_convolver *convolver, const float *kernel, float *packed);
  void (*run)(const dk_convolver *convolver, const dk_convolver_operands *operands);
};

// Each method's preparation: allocates what begins with a dk_convolver; NULL where it is not for the window. The head's
// window, threads and lanes are filled in by the caller.
dk_convolver *dk_prepare_direct(const dk_window *window, int is_backward, int threads, int lanes);
dk_convolver *dk_prepare_winograd(const dk_window *window, int is_backward, int threads, int lanes);
dk_convolver *dk_prepare_image_gradient(const dk_window *window, int is_backward, int threads, int lanes);

// Their runs, with vectors of 8 and of 16 floats.
void dk_direct_run_8(const dk_convolver *convolver, const dk_convolver_operands *operands);
void dk_direct_run_16(const dk_convolver *convolver, const dk_convolver_operands *operands);
void dk_winograd_run_8(const dk_convolver *convolver, const dk_convolver_operands *operands);
void dk_winograd_run_16(const dk_convolver *convolver, const dk_convolver_operands *operands);
void dk_image_gradient_run_8(const dk_convolver *convolver, const dk_convolver_operands *operands);
void dk_image_gradient_run_16(const dk_convolver *convolver, const dk_convolver_operands *operands);
