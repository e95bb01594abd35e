// Winograd convolutions, for the layers where they are faster than the library's.
//
// Stride 1; kernels of 3×3, 5×5, 1×3, 3×1, 1×7 and 7×1; float32; activations in blocks of 16 channels (nChw16c). Processors
// with AVX-512 only.
#pragma once
#include "dk_onednn.h"

typedef struct dk_winograd dk_winograd;

// What a run reads and writes; activations of whole blocks, the channels that only fill a block 0.
typedef struct {
  const float *source;
  // Where not NULL, source values count only where this, of the source's shape, is above 0: a ReLU's way back.
  const float *mask;
  const float *weights;
  // One number for each channel of whole blocks, or NULL.
  const float *bias;
  float *destination;
  float *scratch;
  // Whether what comes out goes through a ReLU.
  int relu;
  // Whether it is added to what the destination holds.
  int accumulates;
} dk_winograd_operands;

// Prepares a convolution; 0, or -1 where it is not of that kind or memory is short.
int dk_winograd_create(const dk_window *window, int threads, dk_winograd **result);
void dk_winograd_destroy(dk_winograd *winograd);

// The bytes of the transformed kernel.
size_t dk_winograd_weights_size(const dk_winograd *winograd);
// The bytes that a run works in, for all threads.
size_t dk_winograd_scratch_size(const dk_winograd *winograd);
// Transforms a kernel [out, in, rows, columns], in double precision.
void dk_winograd_pack(const dk_winograd *winograd, const float *kernel, float *packed);
// Runs it.
void dk_winograd_execute(const dk_winograd *winograd, const dk_winograd_operands *operands);

