// The few oneDNN calls that DreamKit needs, the same for versions 2 and 3 of the library.
//
// Activations are float32 in the blocked layout nChw{B}c with batch 1, B = dk_block(): channel ranges that begin at a
// multiple of B are contiguous, so a concatenation is a matter of pointers. Every function that returns an int returns
// 0 or the library's status.
#pragma once
#include "dk_window.h"

// The library's version as one number: 20603 for 2.6.3.
int dk_onednn_version(void);

typedef struct dk_primitive dk_primitive;

// How the library computes a convolution; those it does not have for a shape are refused. `dk_winograd_small` makes 2×2
// outputs at a time, `dk_winograd_large` 4×4.
typedef enum { dk_direct, dk_winograd_small, dk_winograd_large } dk_algorithm;

// What a convolution does besides: each 0 or 1.
typedef struct {
  int bias;         // adds a number for each channel
  int relu;         // max(x, 0) behind it
  int accumulates;  // adds to what the destination holds
  int planar;       // the source is [channels, height, width] instead of blocked
} dk_extras;

// The forward pass of a convolution.
int dk_convolution_forward(
    const dk_window *window, dk_algorithm algorithm, const dk_extras *extras, dk_primitive **result);
// The gradient with respect to the source. With `planar` the result is [channels, height, width].
int dk_convolution_backward(const dk_window *window, dk_algorithm algorithm, int planar, dk_primitive **result);
// Pooling forward. A maximum leaves behind where it found its values.
int dk_pooling_forward(const dk_window *window, int is_max, dk_primitive **result);
// The gradient of `forward` with respect to its source.
int dk_pooling_backward(const dk_window *window, int is_max, const dk_primitive *forward, dk_primitive **result);
void dk_primitive_destroy(dk_primitive *primitive);
// Whether the library has nothing but plain loops for it.
int dk_is_reference(const dk_primitive *primitive);

// What the primitive needs besides source and destination, in bytes.
size_t dk_scratch_size(const dk_primitive *primitive);
size_t dk_workspace_size(const dk_primitive *primitive);
size_t dk_weights_size(const dk_primitive *primitive);
// A number for the layout of the packed weights: those with the same number are interchangeable.
uint64_t dk_weights_layout(const dk_primitive *primitive);
// Brings a kernel [out, in, rows, columns] into the layout that the primitive wants.
int dk_pack_weights(const dk_primitive *primitive, const float *kernel, float *packed);

// The pointers of one execution. Unused ones are NULL. All are aligned to 64 bytes.
typedef struct {
  const float *source;      // forward: activations; backward: the destination's gradient
  float *destination;       // forward: activations; backward: the source's gradient
  const float *weights;     // packed
  const float *bias;
  void *workspace;
  void *scratch;
} dk_operands;

// Sets the memory that the primitive reads and writes, until it is set again.
int dk_set_arguments(dk_primitive *primitive, const dk_operands *operands);
int dk_execute(const dk_primitive *primitive);
