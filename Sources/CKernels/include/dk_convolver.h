// DreamKit's own convolutions, where they are faster than the library's or do more in the same pass: float32,
// activations in blocks of dk_block() channels. Processors with AVX-512 or AVX2.
#pragma once
#include "dk_window.h"

typedef struct dk_convolver dk_convolver;

typedef enum {
  // The plain sums: kernels of at most 49 taps, stride 1 or 2, forward and backward.
  dk_method_direct,
  // Winograd's algorithm: forward passes of stride 1, kernels of 3×3, 5×5, 1×3, 3×1, 1×7 and 7×1. The backward pass
  // of such a convolution is a forward pass with the kernel flipped.
  dk_method_winograd,
  // The plain sums of the backward pass through a network's first convolution, to the image's planes [3, height,
  // width]: kernels of 3 or 5 rows and 3 to 5 columns, any stride.
  dk_method_image
} dk_method;

// What a run reads and writes; activations are padded to complete blocks of channels, and the padding channels are
// zero.
typedef struct {
  // Forward: the activations; backward: the gradient of what the convolution put out.
  const float *source;
  // Where not NULL, source values count only where this, of the source's shape, is above 0: the backward pass of a
  // ReLU.
  const float *mask;
  const float *weights;
  // One number for each channel, padding included, or NULL. Not for the way to the image.
  const float *bias;
  float *destination;
  float *scratch;
  // Whether what comes out goes through a ReLU. Not for the way to the image.
  int relu;
  // Whether it is added to what the destination holds. Not for the way to the image.
  int accumulates;
} dk_convolver_operands;

// Prepares the forward pass of a convolution, or its backward pass; 0, or -1 where the method is not for it or memory
// is short.
int dk_convolver_create(
    const dk_window *window, dk_method method, int is_backward, int threads, dk_convolver **result);
void dk_convolver_destroy(dk_convolver *convolver);

// The bytes of the packed kernel, and those that a run works in, for all threads.
size_t dk_convolver_weights_size(const dk_convolver *convolver);
size_t dk_convolver_scratch_size(const dk_convolver *convolver);
// A number below 2^32 for the layout of the packed kernel: those with the same number are interchangeable.
uint64_t dk_convolver_layout(const dk_convolver *convolver);
// Packs a kernel [out, in, rows, columns].
void dk_convolver_pack(const dk_convolver *convolver, const float *kernel, float *packed);
// Runs it. What comes out does not depend on the number of threads.
void dk_convolver_execute(const dk_convolver *convolver, const dk_convolver_operands *operands);
