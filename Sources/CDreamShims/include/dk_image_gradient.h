// The way back through a network's first convolution, to the image's planes [3, height, width]: three channels are too few
// for the library's way. Kernels of 3 or 5 rows and at most 5 columns, any stride, float32; the source in blocks of 16
// channels. Processors with AVX-512 only.
#pragma once
#include "dk_onednn.h"

typedef struct dk_image_gradient dk_image_gradient;

// What a run reads and writes.
typedef struct {
  // The gradient of what the convolution put out.
  const float *source;
  // Where not NULL, source values count only where this, of the source's shape, is above 0: a ReLU's way back.
  const float *mask;
  const float *weights;
  // The planes.
  float *destination;
  float *scratch;
} dk_image_gradient_operands;

// Prepares the way back of a convolution; 0, or -1 where it is not of that kind or memory is short.
int dk_image_gradient_create(const dk_window *window, int threads, dk_image_gradient **result);
void dk_image_gradient_destroy(dk_image_gradient *gradient);

// The bytes of the packed kernel, and those that a run works in, for all threads.
size_t dk_image_gradient_weights_size(const dk_image_gradient *gradient);
size_t dk_image_gradient_scratch_size(const dk_image_gradient *gradient);
// Packs a kernel [out, 3, rows, columns].
void dk_image_gradient_pack(const dk_image_gradient *gradient, const float *kernel, float *packed);
// Runs it.
void dk_image_gradient_execute(const dk_image_gradient *gradient, const dk_image_gradient_operands *operands);
