// Loops over activations in the blocked layout nChw{B}c and over images, spread over the threads that oneDNN uses.
#pragma once
#include <stddef.h>

// target = max(source, 0).
void dk_relu(float *target, const float *source, size_t count);
// target = activation > 0 ? gradient : 0: the backward pass of a ReLU. `target` may be `gradient`.
void dk_relu_backward(float *target, const float *gradient, const float *activation, size_t count);
// Blocked: channel c of target = channel c of source · scale[c] + offset[c]. `offset` may be NULL; `scale` and
// `offset` have a number for every channel of the last block.
void dk_affine(
    float *target, const float *source, const float *scale, const float *offset, size_t channels, size_t block,
    size_t pixels);
// target += source.
void dk_add(float *target, const float *source, size_t count);
// Sets, or with `add` increases, the first `channels` channels of a blocked range of `pixels` pixels by `value`; the
// padding channels of the last block become, or stay, 0.
void dk_fill_gradient(float *target, size_t channels, size_t block, size_t pixels, float value, int add);
// The sum in double precision; no bit of it depends on the number of threads.
double dk_sum(const float *values, size_t count);
// The standard deviation of all values around their mean, in two passes and double precision;
// 0 where there are none. No bit of it depends on the number of threads.
float dk_deviation(const float *values, size_t count);
// image = image + gradient / divisor · step, brought into [-1, 1].
void dk_ascent_step(float *image, const float *gradient, size_t count, float divisor, float step);
// An image [pixels, 3] to planes [3, pixels]: plane c = channel source[c] · scale[c] + offset[c].
void dk_image_to_planes(
    const float *image, float *planes, size_t pixels, const int source[3], const float scale[3], const float offset[3]);
// Its backward pass: channel source[c] of the image's gradient = plane c · scale[c].
void dk_planes_to_gradient(
    const float *planes, float *gradient, size_t pixels, const int source[3], const float scale[3]);
// Values in [-1, 1] to 8-bit levels: 255 · (x + 1) / 2, rounded after each operation and cut off; outside they become
// 0 or 255, and what is no number 0.
void dk_to_u8(const float *values, unsigned char *levels, size_t count);
